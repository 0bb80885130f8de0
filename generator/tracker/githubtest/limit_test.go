package githubtest_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/retrowiki/retrowiki/generator/tracker/githubtest"
)

// Item 6: the forms of a refusal.
func TestRefusals(t *testing.T) {
	minute := time.Minute
	for _, c := range []struct {
		name    string
		refusal githubtest.Refusal
		want    string // status, Retry-After, remaining, what the text and the documentation say
	}{
		{"secondary", githubtest.Refusal{RetryAfter: minute, For: minute}, "403 60 999 secondary true"},
		{"secondary by 429", githubtest.Refusal{Status: 429, RetryAfter: minute, For: minute}, "429 60 999 secondary true"},
		{"secondary without the header", githubtest.Refusal{For: minute}, "403  999 secondary true"},
		{"told only by the text", githubtest.Refusal{OnlyText: true, For: minute}, "403  999 secondary false"},
		{"primary", githubtest.Refusal{Primary: true, For: minute}, "403  0 primary false"},
		{"primary by 429", githubtest.Refusal{Status: 429, Primary: true, For: minute}, "429  0 primary false"},
		{"primary with the header", githubtest.Refusal{Primary: true, RetryAfter: 5 * time.Second, For: minute}, "403 5 0 primary false"},
	} {
		t.Run(c.name, func(t *testing.T) {
			gh := githubtest.New(t)
			gh.Repo("acme/retros")
			get(t, gh, issues)
			gh.FailNext(githubtest.AnyWrite, githubtest.TooOften(c.refusal))
			r := call(t, gh, gh.Token(), "POST", issues, fieldsOf{"title": "t"})
			kind := "primary"
			if strings.Contains(r.text, "secondary rate limit.") {
				kind = "secondary"
			}
			told := strings.HasSuffix(fmt.Sprint(r.object(t)["documentation_url"]), "#about-secondary-rate-limits")
			want(t, "answer", fmt.Sprint(r.status, " ", r.header.Get("Retry-After"), " ", r.header.Get("X-RateLimit-Remaining"), " ", kind, " ", told), c.want)
			want(t, "next", get(t, gh, issues).status, r.status)
			want(t, "refused", len(gh.Refused()), 2)
			if c.refusal.Primary {
				want(t, "reset", r.header.Get("X-RateLimit-Reset"), gh.Clock().Now().Add(minute).Unix())
			}
			gh.Clock().Advance(minute)
			want(t, "after the time", get(t, gh, issues).status, 200)
			want(t, "issues", len(gh.Repo("acme/retros").Issues()), 0)
		})
	}
}

func TestRefuse(t *testing.T) {
	gh := githubtest.New(t, githubtest.StartAt(time.Date(2027, 2, 3, 4, 5, 6, 0, time.UTC)), githubtest.TokenOf("lex"))
	gh.Repo("acme/retros")
	gh.Refuse(githubtest.Refusal{Status: 429, For: time.Hour})
	r := get(t, gh, issues)
	want(t, "status", r.status, 429)
	want(t, "date", r.header.Get("Date"), "Wed, 03 Feb 2027 04:05:06 GMT")
	gh.Heal()
	want(t, "user", get(t, gh, "/user").object(t)["login"], "lex")
	want(t, "create", call(t, gh, gh.Token(), "POST", issues, fieldsOf{"title": "t", "labels": []string{"x"}}).status, 201)
	want(t, "labels", len(gh.Repo("acme/retros").Labels()), 1)
}

// Item 6: the buckets, on the fake clock.
func TestPrimaryLimit(t *testing.T) {
	gh := githubtest.New(t, githubtest.CallsPerHour(3))
	gh.Repo("acme/retros")
	for n := range 3 {
		r := get(t, gh, issues)
		want(t, "remaining", r.header.Get("X-RateLimit-Remaining"), 2-n)
		want(t, "resource", r.header.Get("X-RateLimit-Resource"), "core")
	}
	r := get(t, gh, issues)
	want(t, "fourth", words(r.status, r.header.Get("X-RateLimit-Remaining")), "403 0")
	want(t, "the limit itself is free", get(t, gh, "/rate_limit").status, 200)
	want(t, "another token", call(t, gh, gh.TokenFor("lex"), "GET", issues, nil).status, 200)
	gh.Clock().Advance(time.Hour)
	want(t, "an hour later", get(t, gh, issues).status, 200)
}

func TestSearchLimit(t *testing.T) {
	gh := githubtest.New(t)
	for range 30 {
		want(t, "status", get(t, gh, "/search/issues?q=x").status, 200)
	}
	want(t, "31st", get(t, gh, "/search/issues?q=x").status, 403)
	gh.Clock().Advance(time.Minute)
	want(t, "a minute later", get(t, gh, "/search/issues?q=x").status, 200)
}

func TestContentLimits(t *testing.T) {
	gh := githubtest.New(t, githubtest.WritesPer(2, 3, githubtest.Refusal{Status: 429, RetryAfter: time.Minute}))
	gh.Repo("acme/retros")
	write := func() string {
		r := call(t, gh, gh.Token(), "POST", issues, fieldsOf{"title": "t"})
		return fmt.Sprint(r.status, " ", r.header.Get("Retry-After"))
	}
	pause := func(d time.Duration) {
		if err := gh.Clock().Sleep(context.Background(), d); err != nil {
			t.Fatal(err)
		}
	}
	want(t, "first", write(), "201 ")
	pause(20 * time.Second)
	want(t, "second", write(), "201 ")
	want(t, "third in the minute", write(), "429 40")
	pause(40 * time.Second)
	want(t, "third", write(), "201 ")
	pause(time.Minute)
	want(t, "fourth in the hour", write(), "429 3480")
	want(t, "a read", get(t, gh, issues).status, 200)
	pause(3480 * time.Second)
	want(t, "an hour later", write(), "201 ")
	want(t, "slept", gh.Clock().Slept(), "[20s 40s 1m0s 58m0s]")
}

func TestNoLimits(t *testing.T) {
	gh := githubtest.New(t, githubtest.NoLimits(), githubtest.CallsPerHour(1))
	gh.Repo("acme/retros")
	get(t, gh, issues)
	r := get(t, gh, issues)
	want(t, "status", r.status, 200)
	for name := range r.header {
		if strings.HasPrefix(name, "X-Ratelimit") {
			t.Errorf("header %s on a server without limits", name)
		}
	}
	want(t, "rate_limit", get(t, gh, "/rate_limit").status, 404)
}

func TestOverlappingWritesFail(t *testing.T) {
	w := &witness{TB: t}
	gh := githubtest.New(w, githubtest.Linger(20*time.Millisecond))
	gh.Repo("acme/retros")
	var both sync.WaitGroup
	for range 2 {
		both.Go(func() { try(gh, gh.Token(), "POST", issues, fieldsOf{"title": "t"}) })
	}
	both.Wait()
	w.saw(t, "starts before another write is answered")

	quiet := githubtest.New(t)
	quiet.Repo("acme/retros")
	for range 50 {
		call(t, quiet, quiet.Token(), "POST", issues, fieldsOf{"title": strings.Repeat("long ", 50), "body": strings.Repeat("b", 20000)})
	}
}
