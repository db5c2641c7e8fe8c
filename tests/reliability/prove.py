#!/usr/bin/env python3
"""Tries to make a study lose work or change a byte: kills, failing system calls, full disks, little memory, damage.

    tests/reliability/prove.py PROGRAM WHAT [--long] [--seed N] [--only shard,merge,run,verify,report,compare]

WHAT is one of bytes, kills, faults, limits, crowds, damage, environments. Every check ends with the figures that
docs/reliability.md quotes, or with an error. Needs Linux, python3, strace (faults), prlimit and mount (limits, as root).
"""
import argparse
import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SMALL = ["--set", "study.customers=40", "--set", "study.weeks=26", "--set", "study.warmup_weeks=4"]
SCENARIO = str(ROOT / "scenarios" / "minimal.toml")
BANK = str(ROOT / "scenarios" / "retail_bank.toml")
FINE = {0, 65, 69, 74, 75, 130}


def fail(text):
    sys.exit(f"FAILED: {text}")


class Study:
    """A small study of some trials, with the digest that its results must have."""

    def __init__(self, program, folder, trials=24, shards=4, sets=SMALL):
        self.program, self.folder, self.trials, self.shards = program, Path(folder), trials, shards
        # A merge tells no turning points.
        self.run_words = ["run", SCENARIO, "--quiet", "--no-flips", "--trials", str(trials), *sets]
        self.plan = self.folder / "plan.json"
        must(self.call("plan", SCENARIO, "--quiet", "--trials", str(trials), *sets, "--shards", str(shards), "-o", str(self.plan)))
        must(self.call(*self.run_words, "--out", str(self.folder / "expected")))
        self.expected = digest(self.folder / "expected")

    def call(self, *words, **options):
        options.setdefault("timeout", 600)
        return subprocess.run([self.program, *words], capture_output=True, text=True, **options)

    def shard_words(self, index, out):
        return ["run", "--plan", str(self.plan), "--shard", f"{index}/{self.shards}", "--out", str(out), "--quiet", "--threads", "1"]

    def merge_words(self, out, results):
        return ["merge", "--plan", str(self.plan), "--out", str(out), "-o", str(results), "--quiet"]


def must(done, codes=(0,)):
    if done.returncode not in codes:
        fail(f"{done.args} ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def digest(folder):
    """One digest of all files of a results folder, without its shards."""
    total = hashlib.sha256()
    for path in sorted(Path(folder).iterdir()):
        if path.is_file() and not path.name.startswith("."):
            total.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def sane(done, what):
    """No panic, no abort, no silent end."""
    text = (done.stderr or "") + (done.stdout or "")
    if "internal fault" in text or "panicked" in text or done.returncode in (70, 101, 134, -6, -11):
        fail(f"{what}: {done.returncode}\n{text}")
    return done


def fresh(folder, name):
    path = Path(folder) / name
    shutil.rmtree(path, ignore_errors=True)
    return path


def prove_bytes(program, folder, args):
    """The same bytes for any threads, shards and processor features (and build: more programs after commas)."""
    studies = [
        (str(ROOT / "scenarios" / f"{name}.toml"), ["--set", "study.weeks=60", "--set", f"study.customers={customers}"])
        for customers in (40, 70)
        for name in ("minimal", "retail_bank", "telecom", "b2b_software", "insurer", "clinic", "online_retailer", "public_utility",
                     "road_map", "road_map_ready", "who_owns_the_customer")
    ]
    studies = studies if args.long else studies[:2]
    threads, shards = ((1, 2, 3, 8, 64), (1, 3, 16, 257)) if args.long else ((1, 3), (1, 3))
    runs = 0
    for scenario, sets in studies:
        seen = {}
        trials = 257 if args.long else 20
        for place, one in enumerate(program.split(",")):
            for plain in (False, True):
                env = {**os.environ, **({"GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-AVX2,-AVX512F"} if plain else {})}
                for count in threads:
                    out = fresh(folder, "out")
                    words = [one, "run", scenario, "--quiet", "--trials", str(trials), *sets, "--threads", str(count), "--out", str(out)]
                    must(subprocess.run(words, env=env, capture_output=True, text=True))
                    seen[digest(out)] = words
                    runs += 1
                for count in (count for count in shards if count <= trials):
                    out, merged, plan = fresh(folder, "shards"), fresh(folder, "merged"), Path(folder) / "p.json"
                    must(subprocess.run([one, "plan", scenario, "--quiet", "--trials", str(trials), *sets, "--shards", str(count), "-o", str(plan)], env=env, capture_output=True, text=True))
                    for index in range(count):
                        must(subprocess.run([one, "run", "--plan", str(plan), "--shard", f"{index}/{count}", "--out", str(out), "--quiet"], env=env, capture_output=True, text=True))
                    must(subprocess.run([one, "merge", "--plan", str(plan), "--out", str(out), "-o", str(merged), "--quiet"], env=env, capture_output=True, text=True))
                    seen[digest(merged)] = [one, scenario, count]
                    runs += 1
        if len(seen) != 1:
            fail(f"{scenario}: {len(seen)} different results: {list(seen.values())}")
        print(f"{Path(scenario).stem} {sets[-1]}: one digest, {next(iter(seen))[:16]}", flush=True)
    print(f"bytes: {len(studies)} studies, {runs} results, one digest each")


def prove_kills(program, folder, args):
    """kill -9 at random moments of a run and of a merge; then the plain command again."""
    kills = 2000 if args.long else 100
    study = Study(program, folder, trials=400, shards=2, sets=["--set", "study.customers=150", "--set", "study.weeks=52"])
    shards = fresh(folder, "whole")
    for index in range(study.shards):
        must(study.call(*study.shard_words(index, shards)))
    rng, hits, spent = random.Random(args.seed), {"run": 0, "shard": 0, "merge": 0}, 0
    takes = {}
    for kind in hits:
        begun = time.time()
        out = fresh(folder, "timing")
        must(study.call(*words_of(study, kind, out, shards)))
        takes[kind] = time.time() - begun
    while sum(hits.values()) < kills:
        kind = ("run", "shard", "merge")[spent % 3]
        spent += 1
        out = fresh(folder, "killed")
        for attempt in range(3):
            process = subprocess.Popen([program, *words_of(study, kind, out, shards)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                process.wait(timeout=rng.random() * takes[kind])
                break
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                hits[kind] += 1
        for shard in list(out.glob("**/*.shard")):
            whole_file(shard)
        must(study.call(*words_of(study, kind, out, shards)))
        if kind == "shard":
            must(study.call(*study.shard_words(1, out)))
            must(study.call(*study.merge_words(out, fresh(folder, "merged"))))
            same(study, Path(folder) / "merged", "shard after kills")
        else:
            same(study, out, f"{kind} after kills")
        if args.long and spent % 20 == 0:
            print(f"fine so far: {sum(hits.values())} kills ({hits}), {spent} times gone on with", flush=True)
    print(f"kills: {sum(hits.values())} ({hits}), {spent} times gone on with, every result as undisturbed")


def words_of(study, kind, out, shards):
    if kind == "run":
        return [*study.run_words, "--threads", "1", "--out", str(out), "--resume"]
    if kind == "shard":
        return study.shard_words(0, out)
    if kind == "merge":
        return study.merge_words(shards, out)
    expected = study.folder / "expected"
    return [kind, str(expected / "trials.csv" if kind == "compare" else expected), "--quiet"]


def same(study, folder, what):
    if digest(folder) != study.expected:
        fail(f"{what}: other bytes in {folder}")


def same_shard(expected, out, what):
    made = [path for path in out.iterdir()]
    if len(made) != 1 or made[0].read_bytes() != (expected / made[0].name).read_bytes():
        fail(f"{what}: other bytes or other files: {made}")


def whole_file(path):
    bytes_of = path.read_bytes()
    if hashlib.sha256(bytes_of[:-32]).digest() != bytes_of[-32:]:
        fail(f"{path} is not whole")


def prove_faults(program, folder, args):
    """The n-th system call fails, for every n to the end."""
    calls = ["openat", "write", "fsync", "rename", "close", "mkdir", "read"]
    kinds = ["error=ENOSPC", "error=EIO", "error=EINTR", "signal=SIGKILL"]
    study = Study(program, folder, trials=6, shards=2)
    shards = fresh(folder, "whole")
    for index in range(study.shards):
        must(study.call(*study.shard_words(index, shards)))
    tried, codes = 0, {}
    for kind in args.only.split(","):
        for call in calls:
            for fault in kinds:
                step = 1 if args.long else 31
                for n in range(1, 100_000, step):
                    out = fresh(folder, "out")
                    log = Path(folder) / "strace"
                    log.unlink(missing_ok=True)
                    words = ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={n}", program, *words_of(study, kind, out, shards)]
                    done = subprocess.run(words, capture_output=True, text=True, timeout=600)
                    text = log.read_text(errors="replace") if log.exists() else ""
                    hit = "(INJECTED)" in text or "killed by SIGKILL" in text
                    if not hit and "ptrace" in done.stderr:
                        fail(f"strace cannot work here: {done.stderr}")
                    tried += hit
                    what = f"{kind}: {call} {fault} n={n}"
                    codes[done.returncode] = codes.get(done.returncode, 0) + 1
                    if fault != "signal=SIGKILL":
                        sane(done, what)
                        # 127: the system could not load the program. What may pass is never said to be for ever.
                        if done.returncode not in (0, 74, 75, 127):
                            fail(f"{what} ended with {done.returncode}: {done.stderr}")
                    for shard in list(out.glob("**/*.shard")):
                        whole_file(shard)
                    if done.returncode == 0 and kind in ("merge", "run"):
                        same(study, out, what + " ended with 0")
                    again = study.call(*words_of(study, kind, out, shards))
                    if again.returncode:
                        fail(f"{what}: the plain rerun ended with {again.returncode}\n{again.stderr}")
                    if kind == "shard":
                        same_shard(shards, out, what)
                    else:
                        same(study, out if kind in ("merge", "run") else study.folder / "expected", what)
                    if not hit:
                        break
            print(f"{kind}, {call}: fine so far, {tried} failing calls", flush=True)
    print(f"faults: {tried} failing system calls, exit codes {codes}, every rerun gave the right bytes")


def prove_limits(program, folder, args):
    """Full disks, limits on file size and memory."""
    study = Study(program, folder)
    out = fresh(folder, "out")
    done = sane(subprocess.run([program, *study.run_words, "--out", str(out)], stdout=open("/dev/full", "w"), stderr=subprocess.PIPE, text=True), "/dev/full")
    if done.returncode != 74:
        fail(f"/dev/full ended with {done.returncode}")
    sizes = 0
    for kilobytes in [*range(0, 260, 20 if args.long else 60)]:
        out = fresh(folder, "out")
        limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))
        done = sane(study.call(*study.run_words, "--out", str(out), preexec_fn=limit), f"file size {kilobytes} KiB")
        if done.returncode not in (0, 74):
            fail(f"file size {kilobytes} KiB ended with {done.returncode}: {done.stderr}")
        must(study.call(*study.run_words, "--out", str(out), "--resume"))
        same(study, out, f"after a file size limit of {kilobytes} KiB")
        sizes += 1
    memory = little_memory(study, folder, args)
    disks = small_disks(study, folder, args)
    print(f"limits: /dev/full 74; {sizes} limits on file size; {memory}; {disks}")


def little_memory(study, folder, args):
    """Limits on address space and data, in small steps around what each command needs: it runs, or is refused with 69."""
    whole, results, big = fresh(folder, "whole"), study.folder / "expected", ["--set", "study.customers=20000", "--set", "study.weeks=60"]
    for index in range(study.shards):
        must(study.call(*study.shard_words(index, whole)))
    commands = {
        "run": lambda out: [*study.run_words, "--out", out],
        "run on 8 threads": lambda out: [*study.run_words, "--threads", "8", "--out", out],
        "run of 20,000 customers on 4 threads": lambda out: ["run", BANK, "--quiet", "--trials", "8", *big, "--threads", "4", "--out", out],
        "shard": lambda out: study.shard_words(0, out),
        "merge": lambda out: study.merge_words(whole, out),
        "report": lambda out: ["report", str(results), "--quiet"],
        "compare": lambda out: ["compare", str(results / "trials.csv"), "--quiet"],
        "claims": lambda out: ["claims", str(ROOT / "scenarios/claims/retail_bank.toml"), "--trials", "2", "--quiet"],
        "verify": lambda out: ["verify", str(results), "--quiet"],
        "check": lambda out: ["check", SCENARIO, "--quiet"],
    }
    sizes, tried, least = [*range(4, 64, 1 if args.long else 3), *range(64, 420, 4 if args.long else 40)], 0, {}
    for name, words in commands.items():
        for limited in (resource.RLIMIT_AS, resource.RLIMIT_DATA):
            for megabytes in sizes:
                out = fresh(folder, "out")
                limit = lambda: resource.setrlimit(limited, (megabytes << 20, megabytes << 20))
                done = study.call(*words(str(out)), preexec_fn=limit)
                what = f"{name} with {megabytes} MiB of {'address space' if limited == resource.RLIMIT_AS else 'data'}"
                # The system itself cannot load the program: by message, or by ending it before it has begun.
                unloaded = done.returncode == 127 or "shared librar" in done.stderr or (done.returncode in (-9, -11) and megabytes < 12)
                if unloaded:
                    continue
                sane(done, what)
                if done.returncode not in (0, 69, *((1, 3) if name == "claims" else ())):
                    fail(f"{what} ended with {done.returncode}: {done.stderr}")
                if done.returncode == 69 and out.exists():
                    fail(f"{what} was refused and left {out}")
                if done.returncode != 69 and limited == resource.RLIMIT_AS:
                    least.setdefault(name, megabytes)
                tried += 1
        if least.get(name, 999) > 200:
            fail(f"{name} needs {least.get(name)} MiB")
    shown = ", ".join(f"{name} {megabytes}" for name, megabytes in least.items())
    return f"{tried} limits on memory, never an abort; least address space with which a command runs, in MiB: {shown}"


def small_disks(study, folder, args):
    disk, tried = Path(folder) / "disk", 0
    disk.mkdir(exist_ok=True)
    for kilobytes in range(16, 900, 40 if args.long else 220):
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "none", str(disk)], capture_output=True, text=True)
        if mounted.returncode:
            return f"small disks not tried: {mounted.stderr.strip()}"
        try:
            done = sane(study.call(*study.run_words, "--out", str(disk / "out")), f"a disk of {kilobytes} KiB")
            if done.returncode not in (0, 69, 74):
                fail(f"a disk of {kilobytes} KiB ended with {done.returncode}: {done.stderr}")
            subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)
            must(study.call(*study.run_words, "--out", str(disk / "out"), "--resume"))
            same(study, disk / "out", f"after a disk of {kilobytes} KiB")
            tried += 1
        finally:
            subprocess.run(["umount", str(disk)], check=True)
    return f"{tried} small disks"


def prove_crowds(program, folder, args):
    """Four writers of one shard at once; a merge while shards are run."""
    study = Study(program, folder, trials=64, shards=4)
    rounds = 50 if args.long else 10
    for _ in range(rounds):
        out = fresh(folder, "crowd")
        crowd = [subprocess.Popen([program, *study.shard_words(0, out)], stderr=subprocess.PIPE, text=True) for _ in range(4)]
        early = study.call(*study.merge_words(out, fresh(folder, "early")))
        if early.returncode != 75:
            fail(f"a merge of shards that are not there ended with {early.returncode}: {early.stderr}")
        for process in crowd:
            _, text = process.communicate()
            if process.returncode:
                fail(f"one of four writers ended with {process.returncode}: {text}")
        for index in (1, 2, 3):
            must(study.call(*study.shard_words(index, out)))
        must(study.call(*study.merge_words(out, fresh(folder, "merged"))))
        same(study, Path(folder) / "merged", "four writers")
        left = [path.name for path in out.iterdir() if not path.name.endswith(".shard")]
        if left:
            fail(f"left behind: {left}")
    print(f"crowds: {rounds} times four writers of one shard, and a merge meanwhile")


def prove_damage(program, folder, args):
    """Bit flips, cuts, swaps and duplicates in shards: each is detected."""
    study = Study(program, folder)
    out = fresh(folder, "whole")
    for index in range(study.shards):
        must(study.call(*study.shard_words(index, out)))
    shards = sorted(out.glob("*.shard"))
    rng, found, number = random.Random(args.seed), 0, 0
    while found < (1500 if args.long else 150):
        number += 1
        shard = rng.choice(shards)
        good = shard.read_bytes()
        bad = bytearray(good)
        at, to = rng.randrange(len(good)), rng.randrange(len(good))
        match number % 5:
            case 0:
                bad[at] ^= 1 << rng.randrange(8)
            case 1:
                del bad[at:]
            case 2:
                if at // 512 == to // 512:
                    continue
                a, b = at // 512 * 512, to // 512 * 512
                bad[a:a + 512], bad[b:b + 512] = bad[b:b + 512], bad[a:a + 512]
            case 3:
                bad[at:at] = bad[at:at + 1 + rng.randrange(64)]
            case 4:
                bad[at:at + 8] = bytes(rng.randrange(256) for _ in range(8))
        if bytes(bad) == good:
            continue
        shard.write_bytes(bad)
        done = sane(study.call(*study.merge_words(out, fresh(folder, "merged"))), f"damage {number}")
        if done.returncode != 65 or "damaged" not in done.stderr:
            fail(f"damage {number} of {shard.name} was not told: {done.returncode} {done.stderr}")
        shard.write_bytes(good)
        found += 1
    other = sorted(out.glob("*.shard"))
    shutil.copy(other[0], out / "copy.shard")
    must(study.call(*study.merge_words(out, fresh(folder, "merged"))))
    same(study, Path(folder) / "merged", "a shard that is there twice")
    (out / "copy.shard").unlink()
    first, second = other[0].read_bytes(), other[1].read_bytes()
    other[0].write_bytes(second)
    done = study.call(*study.merge_words(out, fresh(folder, "merged")))
    if done.returncode != 75:
        fail(f"a shard in the place of another ended with {done.returncode}")
    other[0].write_bytes(first)
    print(f"damage: {found} damaged shards, every one told and none read")


def prove_environments(program, folder, args):
    """Odd surroundings change no byte."""
    study = Study(program, folder)
    surroundings = {
        "TZ": {"TZ": "Asia/Kathmandu"},
        "LANG": {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"},
        "C": {"LANG": "C", "LC_ALL": "C"},
        "nothing": {},
        "no HOME": {"PATH": os.environ["PATH"]},
        "dumb": {"TERM": "dumb", "COLUMNS": "1"},
    }
    for name, env in surroundings.items():
        out = fresh(folder, "out")
        must(study.call(*study.run_words, "--out", str(out), env=env))
        same(study, out, name)
    out = fresh(folder, "out")
    must(study.call(*study.run_words, "--out", str(out), preexec_fn=lambda: os.umask(0o077)))
    same(study, out, "umask 077")
    read_only = Path(folder) / "read-only"
    read_only.mkdir()
    read_only.chmod(0o555)
    out = fresh(folder, "out")
    must(study.call(*study.run_words, "--out", str(out), cwd=read_only))
    same(study, out, "read-only working folder")
    piped = subprocess.run(f"{program} {' '.join(study.run_words)} --out {fresh(folder, 'out')} | true", shell=True, capture_output=True, text=True)
    sane(piped, "closed pipe")
    begun = time.time()
    process = subprocess.Popen([program, "run", SCENARIO, "--quiet", "--trials", "100000", "--out", str(fresh(folder, "out"))], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    time.sleep(1)
    begun = time.time()
    process.send_signal(signal.SIGTERM)
    _, text = process.communicate(timeout=20)
    took = time.time() - begun
    if process.returncode != 130 or took > 5:
        fail(f"SIGTERM: {process.returncode} after {took:.1f} s: {text}")
    print(f"environments: {len(surroundings) + 3} surroundings, the same bytes; SIGTERM obeyed in {took:.1f} s")


def main():
    proofs = {name.removeprefix("prove_"): proof for name, proof in globals().items() if name.startswith("prove_")}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("what", choices=[*proofs, "all"])
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="shard,merge,run,verify,report,compare", help="which commands faults are tried on")
    args = parser.parse_args()
    program = ",".join(str(Path(one).resolve()) for one in args.program.split(","))
    for what in proofs if args.what == "all" else [args.what]:
        with tempfile.TemporaryDirectory(prefix="dottedline-") as folder:
            proofs[what](program if what == "bytes" else program.split(",")[0], folder, args)


if __name__ == "__main__":
    main()
