package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestOptionsAreAllOptions: the list of options is that of the verbs' helps.
func TestOptionsAreAllOptions(t *testing.T) {
	option := regexp.MustCompile(`(?m)^  --?([a-z0-9-]+)`)
	found := map[string]bool{}
	for _, args := range [][]string{{"serve"}, {"geocode"}, {"geocode", "eval"}, {"gazetteer"}, {"gazetteer", "build"},
		{"gazetteer", "info"}, {"validate"}, {"licences"}, {"version"}, {"import"}, {"history"}, {"undo"}, {"backup"},
		{"restore-backup"}, {"fsck"}, {"export"}, {"inspect"},
		{"token", "create"}, {"token", "list"}, {"token", "revoke"}, {"audit"}, {"redact"}, {"copy"}} {
		var out bytes.Buffer
		run(context.Background(), append(args, "--help"), &out, io.Discard)
		for _, m := range option.FindAllStringSubmatch(out.String(), -1) {
			found[m[1]] = true
			if !slices.Contains(options, m[1]) {
				t.Errorf("%s has --%s, which is not among the options", strings.Join(args, " "), m[1])
			}
		}
	}
	for _, o := range options {
		if !found[o] {
			t.Errorf("no verb has --%s", o)
		}
	}
}

// TestSlipsInSettings: what a slip of an operator would have do something
// else is told, with what is meant.
func TestSlipsInSettings(t *testing.T) {
	for name, c := range map[string]struct{ config, variable, want string }{
		"twice": {config: "addr :1\n\n# a remark\naddr :2\n",
			want: "line 4 of the file of --config: addr is set in line 1 already"},
		"an equals sign": {config: "addr=:1\n",
			want: "a blank stands between an option and its value, as in: addr :1"},
		"unknown": {config: "adr :1\n",
			want: `line 1 of the file of --config: there is no option "adr"`},
		"without a value": {config: "addr\n", want: "the option addr needs a value"},
		"a list twice":    {config: "data a.csv\ndata b.csv # the second\n"},
		"a misspelt variable": {variable: "INCIDENTMAP_ADR",
			want: `the environment variable "INCIDENTMAP_ADR" sets no option`},
		"another verb's variable": {variable: "INCIDENTMAP_STRICT"},
		"the tests' own":          {variable: "INCIDENTMAP_BIN"},
		"Kubernetes' host":        {variable: "INCIDENTMAP_SERVICE_HOST"},
		"Kubernetes' port":        {variable: "INCIDENTMAP_PORT_8080_TCP"},
	} {
		t.Run(name, func(t *testing.T) {
			if c.variable != "" {
				t.Setenv(c.variable, "x")
			}
			fs := newFlags("serve", "", io.Discard)
			fs.String("addr", "", "")
			fs.String("config", "", "")
			var data stringList
			fs.Var(&data, "data", "")
			args := []string{}
			if c.config != "" {
				path := t.TempDir() + "/config"
				if err := os.WriteFile(path, []byte(c.config), 0o600); err != nil {
					t.Fatal(err)
				}
				args = []string{"--config", path}
			}
			_, err := parseFlags(fs, args)
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
			if name == "a list twice" && !slices.Equal(data, []string{"a.csv", "b.csv"}) {
				t.Errorf("%q", data)
			}
		})
	}
	for line, want := range map[string]string{"--addr=": "--addr is empty", "--access-log none": "--access-log is",
		"--trusted-proxies 10.0.0.0/8,proxy": `"proxy" is neither`} {
		err := runServe(context.Background(), strings.Fields(line), io.Discard, io.Discard)
		if err == nil || !strings.Contains(err.Error(), want) || exitCode(err, io.Discard) != exitUsage {
			t.Errorf("%s: %v", line, err)
		}
	}
}

// TestInterrupted: the first signal cancels, the second ends at once.
func TestInterrupted(t *testing.T) {
	signals, cancelled := make(chan os.Signal, 2), make(chan struct{})
	code := make(chan int)
	go func() { code <- interrupted(signals, func() { close(cancelled) }, time.Hour) }()
	signals <- syscall.SIGTERM
	<-cancelled
	signals <- os.Interrupt
	if got := <-code; got != 128+int(syscall.SIGTERM) {
		t.Errorf("it ends with %d", got)
	}
	signals <- os.Interrupt
	if got := interrupted(signals, func() {}, time.Millisecond); got != 128+int(syscall.SIGINT) {
		t.Errorf("after the grace it ends with %d", got)
	}
}
