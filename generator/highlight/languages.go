package highlight

import "strings"

// language is what code looks like.
type language struct {
	names     string      // name and aliases
	line      []string    // what begins a comment up to the end of the line
	block     [][2]string // what begins and ends a comment
	quotes    []quote     // the longest first
	words     string      // keywords
	fold      bool        // keywords in any case
	inWords   string      // what else belongs to a word
	keys      string      // separators of lines "key: value" or "key = value"
	prefix    int         // letters that may stand before an apostrophe that opens a text
	lifetimes bool        // Rust's 'a is no text
	markup    bool        // elements in angle brackets
	diff      bool        // lines are added and removed

	keywords map[string]bool // words, looked up
}

// quote is how a text is marked.
type quote struct {
	mark    string
	escapes bool // a backslash takes away the next character's meaning
	lines   bool // it may go on over lines
}

var (
	double   = quote{`"`, true, false}
	single   = quote{`'`, true, false}
	backtick = quote{"`", false, true}
	triple   = quote{`"""`, true, true}
	verbatim = quote{`'`, false, true} // as in SQL and the shell

	slashes  = []string{"//"}
	hash     = []string{"#"}
	dashes   = []string{"--"}
	starred  = [][2]string{{"/*", "*/"}}
	brackets = [][2]string{{"<!--", "-->"}}
)

const cWords = `if else for while do switch case default break continue return goto sizeof struct union enum typedef static const
	extern inline volatile register void int char short long float double unsigned signed bool true false NULL `

const scriptWords = `if else for while do switch case default break continue return function var let const class extends super new this
	typeof instanceof in of try catch finally throw delete void null undefined true false async await yield import export from static get set `

// languages has every language, by what incidents are likely to hold.
var languages = []language{
	{names: "bash sh shell console zsh", line: hash, quotes: []quote{{`"`, true, true}, verbatim}, inWords: "-", prefix: 0,
		words: "if then else elif fi for in do done while until case esac function return exit local export readonly set unset source eval exec trap shift sudo"},
	{names: "c h", line: slashes, block: starred, quotes: []quote{double, single}, words: cWords},
	{names: "cpp c++ cc hpp", line: slashes, block: starred, quotes: []quote{double, single},
		words: cWords + "class public private protected virtual override template typename namespace using new delete this try catch throw nullptr auto constexpr noexcept operator"},
	{names: "csharp cs c#", line: slashes, block: starred, quotes: []quote{double, single},
		words: cWords + "class public private protected internal virtual override abstract namespace using new this try catch finally throw null var string object async await interface get set foreach in out ref readonly lock"},
	{names: "css scss less", block: starred, line: slashes, quotes: []quote{double, single}, inWords: "-@", words: "@media @import @font-face @supports @keyframes important none inherit initial auto"},
	{names: "diff patch", diff: true},
	{names: "docker dockerfile containerfile", line: hash, quotes: []quote{double, single},
		words: "FROM RUN CMD LABEL EXPOSE ENV ADD COPY ENTRYPOINT VOLUME USER WORKDIR ARG ONBUILD STOPSIGNAL HEALTHCHECK SHELL AS"},
	{names: "elixir ex exs", line: hash, quotes: []quote{triple, double, single}, words: "def defp defmodule do end fn case cond if else unless when with use import alias require raise rescue try after true false nil and or not in"},
	{names: "erlang erl", line: []string{"%"}, quotes: []quote{double, single}, words: "case of end if when fun receive after try catch begin and or not andalso orelse true false undefined"},
	{names: "go golang", line: slashes, block: starred, quotes: []quote{double, single, backtick},
		words: "break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var nil true false iota any bool byte error float64 int int32 int64 rune string uint uint32 uint64"},
	{names: "graphql gql", line: hash, quotes: []quote{triple, double}, words: "query mutation subscription fragment on type input enum interface union scalar schema extend implements directive true false null"},
	{names: "groovy jenkinsfile gradle", line: slashes, block: starred, quotes: []quote{triple, double, single}, words: scriptWords + "def pipeline agent stages stage steps"},
	{names: "haskell hs", line: dashes, block: [][2]string{{"{-", "-}"}}, quotes: []quote{double}, words: "module where import qualified as data type newtype class instance deriving let in case of if then else do"},
	{names: "hcl terraform tf", line: []string{"#", "//"}, block: starred, quotes: []quote{double}, keys: "=", words: "resource data variable output module provider locals terraform for in if true false null"},
	{names: "html xml svg vue htm", block: brackets, quotes: []quote{{`"`, false, true}, {`'`, false, true}}, markup: true},
	{names: "http", quotes: []quote{double}, keys: ":", words: "GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT HTTP"},
	{names: "ini conf cfg properties", line: []string{"#", ";"}, quotes: []quote{double, single}, keys: "=:", words: "true false yes no on off"},
	{names: "java", line: slashes, block: starred, quotes: []quote{triple, double, single},
		words: "abstract assert boolean break byte case catch char class const continue default do double else enum extends final finally float for if implements import instanceof int interface long native new null package private protected public record return short static super switch synchronized this throw throws transient true false try var void volatile while"},
	{names: "javascript js jsx mjs node", line: slashes, block: starred, quotes: []quote{double, single, {"`", true, true}}, inWords: "$", words: scriptWords},
	{names: "json json5 jsonc jsonl", line: slashes, quotes: []quote{double}, words: "true false null"},
	{names: "kotlin kt kts", line: slashes, block: starred, quotes: []quote{triple, double, single}, words: scriptWords + "fun val when is as object data sealed companion override private internal public lateinit init package interface suspend by"},
	{names: "lua", line: dashes, block: [][2]string{{"--[[", "]]"}}, quotes: []quote{double, single}, words: "and break do else elseif end false for function goto if in local nil not or repeat return then true until while"},
	{names: "make makefile mk", line: hash, quotes: []quote{double, single}, keys: ":=", words: "ifeq ifneq ifdef ifndef else endif include define endef export"},
	{names: "nginx", line: hash, quotes: []quote{double, single}, words: "server location upstream http events if return rewrite set proxy_pass listen server_name root index include map on off"},
	{names: "perl pl", line: hash, quotes: []quote{double, single}, inWords: "$@%", words: "my our local sub if elsif else unless for foreach while until last next return use no package die eval undef"},
	{names: "php", line: []string{"//", "#"}, block: starred, quotes: []quote{double, single}, inWords: "$", words: scriptWords + "public private protected abstract interface implements trait namespace use echo print foreach as elseif require include fn match array string int"},
	{names: "powershell ps1 pwsh", line: hash, block: [][2]string{{"<#", "#>"}}, quotes: []quote{{`"`, false, true}, verbatim}, fold: true, inWords: "$-", words: "if else elseif foreach for while do switch function param return try catch finally throw break continue $true $false $null -eq -ne -gt -lt -like -match -and -or -not"},
	{names: "promql prometheus logql", line: hash, quotes: []quote{double, single, backtick}, words: "by without on ignoring group_left group_right and or unless offset bool sum avg min max count rate irate increase histogram_quantile topk bottomk quantile"},
	{names: "protobuf proto", line: slashes, block: starred, quotes: []quote{double, single}, words: "syntax package import option message enum service rpc returns repeated optional required oneof map reserved int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 bool string bytes double float true false"},
	{names: "python py python3", line: hash, quotes: []quote{triple, {"'''", true, true}, double, single}, prefix: 2,
		words: "and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case None True False self"},
	{names: "r", line: hash, quotes: []quote{double, single}, words: "if else for while repeat function break next return TRUE FALSE NULL NA in library"},
	{names: "ruby rb", line: hash, quotes: []quote{double, single}, inWords: "?!", words: "alias and begin break case class def do else elsif end ensure false for if in module next nil not or raise redo rescue retry return self super then true unless until when while yield require attr_accessor private"},
	{names: "rust rs", line: slashes, block: starred, quotes: []quote{double, single}, lifetimes: true,
		words: "as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self Self static struct super trait true type unsafe use where while i32 i64 u8 u32 u64 usize bool str String Option Result Some None Ok Err"},
	{names: "scala", line: slashes, block: starred, quotes: []quote{triple, double}, words: "abstract case catch class def do else extends false final finally for if implicit import lazy match new null object override package private protected return sealed super this throw trait true try type val var while with yield given using"},
	{names: "sql postgres postgresql mysql psql plsql sqlite", line: dashes, block: starred, quotes: []quote{verbatim, {`"`, false, false}, {"`", false, false}}, fold: true,
		words: `select from where group by order having limit offset insert into values update set delete create alter drop table index view
			sequence database schema column constraint primary foreign key references unique not null default check add rename to type using with as on join left right
			inner outer full cross union all distinct and or in is like ilike between exists case when then else end begin commit rollback transaction lock analyze explain vacuum
			concurrently if returning int integer bigint smallint serial bigserial text varchar char boolean timestamp timestamptz date numeric true false asc desc count sum avg min max coalesce cast interval grant revoke truncate for show`},
	{names: "swift", line: slashes, block: starred, quotes: []quote{triple, double}, words: scriptWords + "func guard struct enum protocol extension init deinit self nil where is as inout throws defer private public internal fileprivate open override repeat"},
	{names: "toml", line: hash, quotes: []quote{triple, {"'''", false, true}, double, {`'`, false, false}}, keys: "=", words: "true false inf nan"},
	{names: "typescript ts tsx", line: slashes, block: starred, quotes: []quote{double, single, {"`", true, true}}, inWords: "$", words: scriptWords + "interface type enum implements private protected public readonly abstract declare namespace as is keyof never unknown any string number boolean object symbol"},
	{names: "yaml yml", line: hash, quotes: []quote{double, {`'`, false, true}}, keys: ":", words: "true false null yes no on off"},
}

var byName = func() map[string]*language {
	m := map[string]*language{}
	for i := range languages {
		l := &languages[i]
		l.keywords = map[string]bool{}
		for word := range strings.FieldsSeq(l.words) {
			l.keywords[word] = true
		}
		for name := range strings.FieldsSeq(l.names) {
			m[name] = l
		}
	}
	return m
}()

func find(name string) *language {
	if l := byName[name]; l != nil {
		return l
	}
	return byName[strings.ToLower(name)]
}
