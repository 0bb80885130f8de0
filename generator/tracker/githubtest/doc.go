// Package githubtest is a stateful imitation of the part of GitHub's REST API
// that an issue sync uses, for tests.
//
// In go the requests of the client under test, the acts of people in the
// browser (Repo.As) and orders to misbehave (Server.FailNext and relatives).
// Out come GitHub's answers with its dropped labels, redirects, limits and
// delays, the state afterwards (Repo.Issues), and a log of every call.
//
// It refuses what GitHub's published description doesn't allow: each request
// and each answer is held against testdata/openapi, and an unknown route,
// field or query parameter fails the test. So does a second write that starts
// before the first is answered. Time is a Clock that moves only when told to.
//
// Only tests and test helpers may import it.
package githubtest
