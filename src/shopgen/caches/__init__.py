"""Where pictures that another machine made can be had from: one module a member, all of one shape."""
