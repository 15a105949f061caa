// Yunban-load measures a running hub, or a running PocketBase beside it, from as many connections as a city has desks.
// It is a tool for whoever works on the hub: make hub-figures runs it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

// load is what one run was asked for.
type load struct {
	store    string        // the hub's folder, as prepare made it
	url      string        // of the hub, or of PocketBase
	pid      int           // of the process whose memory and processor time are told; 0 for none
	lines    int           // connections at the same time
	batch    int           // acts in one push
	most     time.Duration // how long acts are sent
	requests int           // that prepare files
	own      int           // of them, those of the unit whose desks these are
	desks    int           // that prepare enrols
	filings  bool          // nothing but applications is sent
	brief    bool          // the application is a short one
	all      bool          // first sync of a desk that may hold every unit's requests
	times    int           // how often something is done that has an end
	profile  string        // a file for this program's own processor profile
}

// work is one thing that can be asked for.
type work struct {
	about string
	do    func(context.Context, load) error
}

// works is all of them.
var works = map[string]work{
	"prepare":    {"found an office in --store, with --requests, of them --own of one unit, and --desks", prepare},
	"acts":       {"send acts of whole lives of requests, --batch at once from each of --lines", acts},
	"sync":       {"the first sync of a new desk, --all or of one unit, --times over", firstSync},
	"hints":      {"--lines desks that wait, told of an act, --times over", hints},
	"pocketbase": {"create records in a PocketBase at --url from --lines; PB_EMAIL and PB_PASSWORD name its superuser", pocketbase},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return usage()
	}
	work, ok := works[args[0]]
	if !ok {
		return usage()
	}
	var l load
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	flags.StringVar(&l.store, "store", "", "the hub's folder, as prepare made it")
	flags.StringVar(&l.url, "url", "", "where it listens (default: where the hub of --store says)")
	flags.IntVar(&l.pid, "pid", 0, "the process whose memory and processor time to tell")
	flags.IntVar(&l.lines, "lines", 64, "connections at the same time")
	flags.IntVar(&l.batch, "batch", 1, "acts in one push, at most 50")
	flags.DurationVar(&l.most, "for", 10*time.Second, "how long")
	flags.IntVar(&l.requests, "requests", 10000, "requests to file")
	flags.IntVar(&l.own, "own", 2000, "of them, those of one unit")
	flags.IntVar(&l.desks, "desks", 64, "desks to enrol")
	flags.BoolVar(&l.filings, "filings", false, "send nothing but applications")
	flags.BoolVar(&l.brief, "brief", false, "file a short application, of some 4 KB instead of 12")
	flags.BoolVar(&l.all, "all", false, "the desk may hold the requests of every unit")
	flags.IntVar(&l.times, "times", 3, "how often")
	flags.StringVar(&l.profile, "profile", "", "write this program's own processor profile to a file")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	end, err := profiled(l.profile)
	if err != nil {
		return err
	}
	return errors.Join(work.do(ctx, l), end())
}

func usage() error {
	text := "yunban-load WORK [flags], where WORK is one of"
	for _, name := range []string{"prepare", "acts", "sync", "hints", "pocketbase"} {
		text += fmt.Sprintf("\n  %-11s %s", name, works[name].about)
	}
	return errors.New(text)
}
