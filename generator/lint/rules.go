package lint

// Rules lists every rule by name.
var Rules = []Rule{
	frontmatterInvisible,
	frontmatterTitleLength,
	frontmatterUnknownSeverity,
	languageBlame,
	languageFailedTo,
	languageHindsight,
	languageHumanError,
	languageLeftToMemory,
	languageNameBesideMistake,
	languageRootCause,
	linkBadAddress,
	remediationDependencyCycle,
	remediationNoReason,
	remediationUnknownFactor,
	timesOutOfOrder,
}
