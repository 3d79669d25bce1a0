"""The preview: a local page that shows the paper and follows every save.

`server` answers the browser, `events` watches the files, `view` looks at the outline, `page`
makes the HTML. Must not print, and must not know arguments or exit codes.
"""
