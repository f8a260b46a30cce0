"""Edits of a few products in a shop that else stays as it is.

planning   what the edited products are now, within the last plan
theming    what edited templates and assets are now, within the last plan
resuming   the last plan of a preview, for the next one
building   a build in which only they are read, and only the pages that show them made

Whenever an edit may reach further, or something is wrong, there is no such plan, and an ordinary one finds out what to
do and to say.
"""
