"""The watch server: the same plan as a build, one job made per requested address.

watch      file events                           -> paths
changes    many paths                            -> few plans, and what to tell browsers
answers    one Session behind one lock           -> the answer to an address
addresses  an address and the plan               -> an output, a redirect, or nothing
shown      an answer                             -> what of it can be seen, to be compared
pages      an answer                             -> the page that is shown
problems   findings                              -> the box over a page, or a page of its own
marks      what customers do not see             -> what says so on its page and at links
inspector  an answer                             -> the bar that tells of its page; of these:
  origins      the templates and files that it is made from
  appearance   how it looks in a search, shared, and to machines
  weight       how heavy it is
buying     a page's ingredients                  -> what its buttons sell, and what each would send
trial      one of these                          -> the page on which a checkout is tried
places     files of the shop                     -> their text, and links into the editor
editor     a file and a line                     -> the address that opens it
writing    templates of our own, all escaped
own        files of our own, in `browser/`
reload     browsers that wait for changes
guard      who may ask for what
app        all of it as a web application
serve      sockets, and the life of it
requests   what is no request, and how it is refused
holders    who has a port
phone      the address as a code for a camera
garbage    when Python looks for garbage
"""
