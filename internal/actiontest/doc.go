// Package actiontest runs the GitHub Action for real.
//
// The workflows that init writes run in nektos/act on this machine, with
// small stand-ins (testdata/standin) for the actions of others, a release
// server, and the fake GitHub of tracker/githubtest as the API. `make
// test-action` installs act and actionlint into bin/; without them the tests
// that need them are skipped, but never where CI or RETROWIKI_TOOLS is set.
//
// Where every byte of a step's output matters, the step's script runs by
// itself and a model of the runner's parser reads what it prints.
package actiontest
