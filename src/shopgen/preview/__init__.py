"""The watch server: the same plan as a build, one job made per requested address.

watch      file events                           -> paths
changes    many paths                            -> few plans, and what to tell browsers
answers    one Session behind one lock           -> the answer to an address
addresses  an address and the plan               -> an output, a redirect, or nothing
pages      findings and a page                   -> the page that is shown
marks      what customers do not see             -> what says so on its page and at links
reload     browsers that wait for changes
guard      who may ask for what
app        all of it as a web application
serve      sockets, and the life of it
requests   what is no request, and how it is refused
holders    who has a port
phone      the address as a code for a camera
garbage    when Python looks for garbage
"""
