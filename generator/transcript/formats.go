package transcript

// Formats lists every format. A text is of the first one that knows it.
var Formats = []Format{slackExport, statusPage, deployments, mattermost, gitLog, posted, chatLog, copied}
