package lint

// Rules lists every rule by name.
var Rules = []Rule{
	frontmatterInvisible,
	frontmatterTitleLength,
	frontmatterUnknownSeverity,
	linkBadAddress,
	remediationDependencyCycle,
	remediationNoReason,
	remediationUnknownFactor,
	timesOutOfOrder,
}
