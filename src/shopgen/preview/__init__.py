"""The watch server: the same plan as a build, one job made per requested address.

watch      file events, gathered                 -> what changed
answers    one Session behind one lock           -> the answer to an address
addresses  an address and the plan               -> an output, a redirect, or nothing
pages      findings and a page                   -> the page that is shown
reload     browsers that wait for changes
guard      who may ask for what
app        all of it as a web application
serve      sockets, and the life of it
"""
