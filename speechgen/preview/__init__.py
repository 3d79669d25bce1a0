"""The preview: a local page that shows the paper and follows every save.

`server` holds the address and what is known of the newest version, `handler` answers a browser,
`events` watches the files, `view` looks at what they draft to (as a value: `shown`), `page` and
`panels` make the HTML (its shape, looks and script: `assets/`). Must not print, and must not know
arguments or exit codes.
"""
