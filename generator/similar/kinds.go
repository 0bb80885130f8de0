package similar

import (
	"slices"
	"strings"
)

// kind is a kind of failure, and how people speak of it. A sign is a group of
// words for each thing that must be said; a kind is met where one word of each
// group stands within reach of the others, in any order. Words are compared by
// their stems, so "overflow" is also "overflowed".
type kind struct {
	name  string
	signs []string // groups parted by blanks, words of a group by |
}

// reach is how many words apart the words of a sign may stand.
const reach = 9

// kinds is what the field has learnt of how systems fail. To add one, write a
// row: its name in words, as it is shown, and its signs.
var kinds = []kind{
	{"an integer ran out of range", []string{
		"2147483647|2^31|2147483648|int32|int4|bigint|4294967295|2^32|smallint|mediumint|wraparound",
		"integer|int|counter|sequence|identifier|id|ids|autoincrement|serial overflow|exhaust|wrap|ceiling",
		"32|31|16|signed|unsigned|64 bit integer|counter|id|ids|key|column|number|value|sequence",
		"ran|run|running|out ids|identifiers|keys|numbers|sequence out|left|exhausted", "transaction id|ids|xid wraparound|freeze|exhaust|vacuum",
		"primary|foreign key limit|maximum|narrow|bigger|wider|largest", "auto increment", "int|integer|32 signed|represent|hold|fit",
		"numbers|ids|identifiers|number|row|value|values ceiling|span|bound|allotted|fit|greater|represent|width|narrower|wider", "counter|timer|ticks days|uptime|reboot|overflow"}},
	{"a certificate or key expired", []string{
		"certificate|cert|certs|certificates|tls|ssl|x509|https|credential expire|expired|expiry|renew|renewal|lapse|outdated|validity|valid|invalid|ran|run|end|notafter|rotated|date", "root|signing|ca|intermediate certificate|cert|key expired|expire|renew|rotation"}},
	{"a domain or licence lapsed", []string{"domain|registrar|registry|registration|licence|license|subscription|address expire|lapse|renew|renewal|suspended|seized|unpaid|paid|paying|payment|parking|parked|invoice"}},
	{"names did not resolve (DNS)", []string{"dns|nameserver|resolver|dnssec", "name|names|hostname|zone|zones|endpoint resolve|resolving|resolution|records|record|lookup|lookups|delegation|delegate|addresses|ttl", "resolver|resolvers cached|ttl|servfail|answers|insisted|validate"}},
	{"routes went astray (BGP)", []string{"bgp|prefix|prefixes|announcement|peering|backbone|withdrew", "route|routes|routing leak|announce|withdraw|advertise|filter|hijack|propagate"}},
	{"a regular expression backtracked", []string{"regex|regexp|backtracking|redos", "regular expression|expressions"}},
	{"configuration went everywhere at once", []string{
		"config|configuration|rule|rules|ruleset|setting|policy|feature|flag globally|worldwide|everywhere|fleet|instantly|global|propagated|seconds|edge",
		"configuration|config push|pushed|rollout|bad|invalid|wrong|change|changed|malformed", "bad|faulty|malformed|invalid|broken update|content|file|rule|configuration"}},
	{"a latent bug woke up", []string{"latent|dormant|dead|undiscovered|lurking|unused bug|code|defect|flaw|path", "reused|repurposed|old|retired flag|bit|code|function"}},
	{"part of the fleet was deployed differently", []string{"one|single|missed|forgotten server|servers|host deploy|deployed|deployment|update|copied"}},
	{"a deploy broke it", []string{"deploy|deployment|release|rollout|upgrade|version broke|bug|regression|rollback|rolled|revert|reverted|faulty|defective"}},
	{"data was deleted by a command or script", []string{
		"delete|deleted|removed|wiped|dropped|erased|truncated|purged|rm database|data|directory|production|sites|volume|table|files|instances|buckets|disks|account|backups"}},
	{"backups did not work", []string{"backup|backups|snapshot|snapshots|dump|restore|restored failed|silently|empty|missing|untested|old|lost|none|hours|days|stale"}},
	{"a command took more than was meant", []string{"command|script|playbook|tool|typo|argument|parameter|input removed|more|larger|wrong|mistyped|intended|too|incorrect|entire|whole|all"}},
	{"primary and replica disagreed (failover, split brain)", []string{
		"failover|failovers|promotion|promoted|quorum|consensus|raft|paxos", "split brain", "standby|twin|secondary|partner|peer|replica take|took|taken|over|switch|automatic|promote|eligible|believed|dead", "both|two|each claimants|halves|authoritative|diverged|believed|coasts", "primary|master|leader replica|replicas|standby|secondary|election|elected|promote|diverged|writes", "replication lag|delay|behind|broke"}},
	{"the network was parted", []string{"network|link|datacenter|fiber|fibre|switch|router|backbone partition|partitioned|isolated|severed|unreachable|cut|split", "packet loss|drops|dropped"}},
	{"retries and reconnections made it worse", []string{
		"retry|retries|retrying|retried|reconnect|reconnected|reconnecting|resubscribe storm|flood|thundering|all|surge|overwhelmed|backoff|jitter|amplified|load|multiplied", "thundering herd|stampede", "metastable|herd", "everyone|clients|devices|sessions reconnect|reconnected|returned|login|once"}},
	{"an overload went from part to part", []string{"cascade|cascading|cascaded|domino|spiral", "overload|overloaded|overwhelmed|saturated remaining|others|shifted|turn|next|capacity|nodes|rest"}},
	{"a cache failed or was cold", []string{"entry|entries|keys cache|cached|missed|dropped|aged|deleted|filled|empty", "cache|caches|memcached|redis|varnish|cdn miss|cold|empty|flush|flushed|evict|stampede|invalidated|poisoned|stale|warm|wrong|served|down"}},
	{"a table was locked by a migration", []string{"migration|alter|schema|index|ddl|vacuum lock|locked|locks|blocked|waiting|queue|slow|exclusive", "schema migration|change"}},
	{"the database was overloaded", []string{"database|db|mysql|postgres|query|queries|mongodb overload|overloaded|slow|contention|saturated|load|deadlock|exhausted|connections|plan|planner"}},
	{"connections or file handles ran out", []string{"connection|connections|pool|socket|sockets|port|ports|thread|threads|descriptor|descriptors|handles exhaust|exhausted|ran|limit|saturated|leak|leaked|maximum"}},
	{"memory ran out", []string{"memory|heap|ram|oom leak|leaked|leaking|exhaust|exhausted|out|grew|growth|killer|limit|swap"}},
	{"a disk was full", []string{"disk|disks|volume|storage|space|partition|log|logs|inode full|filled|ran|space|exhausted|100"}},
	{"storage failed", []string{"storage|disk|disks|array|ebs|volumes|raid|ssd|filesystem|blob failed|failure|corrupt|corrupted|stuck|degraded|firmware|mirroring|lost|deleted"}},
	{"data was corrupted", []string{"corrupt|corrupted|corruption|inconsistent data|records|rows|index|files|messages|state|gateway|bytes|binlog|message"}},
	{"power or cooling failed", []string{"power failure|failed|outage|lost|loss|cut|supply|utility|surge|dip|restored", "utility|electrical|electricity|breaker|ups power|failed|voltage|generator|substation", "cooling|chiller|hvac|overheated|generators", "fire|flood|water|heat|temperature datacenter|data|building|room|hall|sprinkler|rack|servers|shutdown"}},
	{"a cable was cut", []string{"fiber|fibre|cable|cables|undersea cut|severed|damaged|dug|backhoe"}},
	{"a leap second or date was miscounted", []string{"leap second|year|day", "year|date|calendar|midnight|eve digits|366|leap|wrong|invalid|exist|does|days", "clock|clocks|second|utc|minute inserted|repeated|stretched|adjustment|step|tick|zero|below", "clock|clocks|time|timestamp|timer|date negative|backwards|skew|drift|sync|ntp|jump|jumped|rollover|wrong|29|february", "timezone|dst|daylight|y2k|epoch"}},
	{"capacity did not follow demand", []string{
		"capacity|scaling|autoscaling|scale|provision|provisioning|quota|quotas not|enough|slow|insufficient|limit|limits|demand|traffic|exceeded|reached|shortage|spike|too", "traffic|demand|load|visitors|users surge|spike|peak|unprecedented|record|launch|rush"}},
	{"an attack flooded it (DDoS)", []string{"ddos|denial|botnet|mirai|attack|attackers|amplification flood|service|traffic|gbps|tbps|volumetric|requests|packets|dns|botnet|reflection"}},
	{"secrets or access leaked", []string{"credential|credentials|token|tokens|secret|secrets|password|keys|session stolen|leak|leaked|exposed|malware|compromised|rotate|attacker|unauthorized|breach", "breach|intruder|malware|phishing|vulnerability|unpatched data|attacker|access|stolen|records"}},
	{"others' data was shown", []string{"other|another|wrong|strangers customers|users|accounts|people data|saw|details|information|pages|session|private"}},
	{"a dependency failed or was withdrawn", []string{
		"dependency|dependencies|package|library|upstream|vendor|provider|third removed|withdrawn|unpublished|failed|failure|outage|down|broke|unavailable|party", "unpublish|unpublished|registry", "aws|s3|us-east|provider|cloudflare|fastly down|outage|unavailable|failed|depended|relied"}},
	{"the tools to mend it were down too", []string{
		"dashboard|console|monitoring|badge|badges|tools|status|vpn|access|chat depended|depend|relied|same|unavailable|locked|lost|inaccessible|down|could|unreachable|themselves"}},
	{"automation acted wrongly", []string{"automation|automated|automatic|robot|controller|scheduler|maintenance|orchestration wrong|removed|descheduled|wrongly|deleted|terminated|mistaken|stopped|incorrectly|decided|unintended|race"}},
	{"an operating system, driver or firmware update failed", []string{"antivirus|definition|definitions|sensor|content|patch|patching file|files|update|updates|hosts|windows|reboot|rebooted|boot", "boot|reboot loop|endlessly|blue|screen", "kernel|driver|firmware|bios|sensor|agent|os|systemd|windows|unattended|microcode update|updated|crash|crashed|panic|upgrade|boot|bug|reboot|restarted", "blue screen|screens"}},
	{"requests of one tenant or key were too many", []string{"rate|quota limit|limiting|limiter|limited|exceeded", "hot|noisy|single|one|abusive shard|key|tenant|neighbour|neighbor|client|partition|celebrity"}},
	{"a queue grew faster than it was worked off", []string{"queue|queues|backlog|jobs|messages|kafka|rabbitmq|sidekiq backlog|grew|backed|stuck|pile|piled|behind|lag|delayed|consumers|workers|drain|full"}},
	{"a race of two actors", []string{"race condition|between|conflict", "concurrent|concurrency|simultaneously|deadlock update|updates|writers|bug|deadlock|threads"}},
	{"a parameter or limit was set wrongly", []string{"threshold|limit|timeout|parameter|allocation|size too|low|high|wrong|misconfigured|default|hardcoded|hard|exceeded|200", "misconfigured|misconfiguration|mistaken"}},
	{"emptiness or null was not expected", []string{"null|nil|blank|empty|zero|missing|unhandled|unwrap pointer|value|field|exception|policy|crash|crashed|panic|list|dereference|check|unexpected|division|record|file"}},
	{"a number did not fit or was converted", []string{"conversion|float|floating|cast|rounding|precision|16 bit|point|overflow|operand|error|exception|truncated|integer", "units|metric|imperial|pound newton|mismatch|confusion|seconds"}},
	{"trading or money went wrong", []string{"trading|orders|trades|exchange|stocks|payments|payment|charged|payroll wrong|erroneous|loss|losses|million|duplicate|twice|halted|unintended|refund|wrong|double"}},
	{"mass login or token failure", []string{"authentication|login|logins|auth|oauth|identity|sso|sign failed|down|quota|outage|could|unable|errors|rejected|invalid|expired"}},
	{"moving to another place failed", []string{"migration|migrating|migrate|cutover|datacenter|move|moved|move customers|failed|week|weeks|platform|new|records|bank|lost|mixed"}},
}

// place is a slot of a sign: one for each thing that must be said.
type place struct{ sign, slot int32 }

// sign is the slots that must be met for a kind.
type sign struct {
	first, slots int32
	kind         int32 // its feature
}

// matcher meets the words of texts in their order.
type matcher struct {
	kinds  *counter
	places map[string][]place // by stem
	signs  []sign
	last   []int // by slot: where a word of it was met last
	met    []int // by kind: where it was met last, so that one place counts once
	at     int
}

func newMatcher(features *counter) matcher {
	m := matcher{kinds: features, places: map[string][]place{}, met: make([]int, len(kinds)), at: reach}
	for _, k := range kinds {
		feature := features.feature(k.name)
		for _, text := range k.signs {
			s := sign{first: int32(len(m.last)), kind: feature}
			for words := range strings.FieldsSeq(text) {
				p := place{int32(len(m.signs)), int32(len(m.last))}
				for w := range strings.SplitSeq(words, "|") {
					if stem := stemOf(w); !slices.Contains(m.places[stem], p) {
						m.places[stem] = append(m.places[stem], p)
					}
				}
				m.last = append(m.last, 0)
				s.slots++
			}
			m.signs = append(m.signs, s)
		}
	}
	return m
}

// begin starts a text: nothing of the one before is within reach.
func (m *matcher) begin() { m.at += reach + 1 }

// next meets a word, given where its stem belongs.
func (m *matcher) next(places []place, weight float32) {
	m.at++
	for _, p := range places {
		m.last[p.slot] = m.at
		if s := m.signs[p.sign]; m.complete(s, p.slot) {
			if m.at-m.met[s.kind] > reach {
				m.kinds.count(s.kind, weight)
			}
			m.met[s.kind] = m.at
		}
	}
}

// complete reports whether every slot of a sign was met within reach. One word
// cannot stand for two things that must be said.
func (m *matcher) complete(s sign, now int32) bool {
	for slot := s.first; slot < s.first+s.slots; slot++ {
		if at := m.last[slot]; m.at-at > reach || slot != now && at == m.at {
			return false
		}
	}
	return true
}
