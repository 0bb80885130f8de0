package transcript

// Formats lists every format. A text is of the first one that knows it.
var Formats = []Format{slackExport, statusPage, deployments, gitLog, posted, chatLog, copied}
