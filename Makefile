# SPDX-License-Identifier: GPL-3.0-or-later
# make            build/tonghop            make demo     sample mail → digest (installs what is missing)
# make check      all tests (likewise)     make install  DESTDIR= PREFIX=/usr/local
# make bench      N=2000 mails against the field (bench-growth: N=20000 one after the other; bench-reading: of reading; bench-guard: fails over +5%)    make accuracy how well labelled documents are read
# make fuzz       SECONDS=60 of each parser under libFuzzer (ROWS="pdf ole": some of them)
# make soak       SECONDS=60 of steady load on a daemon that must stay flat
# make real-mail  N=1000 mails through Postfix, Dovecot and the daemon on loopback
# make broker     workers in network namespaces behind a RabbitMQ of their own (as root)
# make SANITIZE=address,undefined          make V=1      shows commands      make CC=clang

BUILD   ?= build
PREFIX  ?= /usr/local
CC      ?= cc
V       ?= 0
Q       := $(if $(filter 0,$(V)),@)
VERSION := 0.1.0

PKGS    := glib-2.0 gmime-3.0 libarchive libxml-2.0 libgsf-1 poppler-glib fontconfig cairo sqlite3 libseccomp libutf8proc libcrypto libcurl libsystemd tesseract lept xlsxwriter
APT     := gcc make pkg-config libglib2.0-dev libgmime-3.0-dev libarchive-dev libxml2-dev libgsf-1-dev libpoppler-glib-dev poppler-data libfontconfig-dev libcairo2-dev \
           libsqlite3-dev libseccomp-dev libutf8proc-dev libssl-dev libcurl4-openssl-dev libxlsxwriter-dev \
           libsystemd-dev libtesseract-dev libleptonica-dev tesseract-ocr-vie
APT_CHECK := python3 perl procps sqlite3 systemd curl chromium nodejs
APT_FUZZ := clang libclang-rt-14-dev
APT_BENCH := notmuch maildir-utils recollcmd python3-recoll python3-lxml poppler-utils valgrind
APT_BROKER := librabbitmq-dev rabbitmq-server iproute2
APT_REAL := postfix dovecot-imapd swaks curl

WARN    := -Wall -Wextra -Wshadow -Wpointer-arith -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wundef -Wformat=2 -Wvla
WERROR  ?= $(if $(CI),-Werror)
CFLAGS  ?= -O2 -g
SANFLAGS := $(if $(SANITIZE),-fsanitize=$(SANITIZE) -fno-omit-frame-pointer -DTONGHOP_SANITIZE)
HARDEN  := $(if $(SANITIZE),,-D_FORTIFY_SOURCE=2) -fstack-protector-strong -fPIE
# pkg-config is asked when a recipe needs it, after `setup` had its chance
PKG_CFLAGS = $(shell pkg-config --cflags $(PKGS) $(BROKER))
PKG_LIBS   = $(shell pkg-config --libs $(PKGS) $(BROKER)) -lm
ALL_CFLAGS = -std=gnu17 -D_GNU_SOURCE -Isrc -I$(BUILD)/gen $(CFLAGS) $(HARDEN) $(WARN) $(WERROR) $(SANFLAGS) $(if $(BROKER),-DTONGHOP_BROKER) \
             -DTONGHOP_VERSION='"$(VERSION)"' -MMD -MP
LINK       = $(Q)$(CC) $(CFLAGS) $(SANFLAGS) -pie -Wl,-z,relro,-z,now,--as-needed -o $@ $(filter %.o,$^) $(filter %.a,$^) $(PKG_LIBS)

# workers behind a message broker, where its library is there
BROKER := $(shell pkg-config --exists librabbitmq && echo librabbitmq)
BROKER_SRC := $(addprefix src/worker/,broker.c parcel.c relay.c remote.c)
SRC  := $(filter-out $(if $(BROKER),,$(BROKER_SRC)),$(sort $(wildcard src/*.c src/*/*.c)))
OBJ  := $(SRC:src/%.c=$(BUILD)/obj/%.o)
LIB  := $(filter-out $(BUILD)/obj/main.o $(BUILD)/obj/reader.o,$(OBJ))
UNIT := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(sort $(wildcard tests/unit/*.c)))
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(filter-out tests/fuzz/replay.c,$(sort $(wildcard tests/fuzz/*.c))))
SQL  := $(sort $(wildcard src/store/migrations/*.sql))

.PHONY: all setup setup-check tests check bench bench-growth bench-guard bench-reading fuzz fuzzers soak real-mail broker crash hostile accuracy demo install clean FORCE
all: $(BUILD)/tonghop

# tonghop has all but what parses, tonghop-reader only that: each links what its main reaches, and the libraries that this needs
$(BUILD)/libtonghop.a: $(LIB)
	@rm -f $@
	$(Q)ar crs $@ $^

$(BUILD)/tonghop $(BUILD)/tonghop-reader: $(BUILD)/libtonghop.a
	@echo "  LINK  $@"
	$(LINK)
$(BUILD)/tonghop: $(BUILD)/obj/main.o $(BUILD)/tonghop-reader
$(BUILD)/tonghop-reader: $(BUILD)/obj/reader.o

$(BUILD)/obj/%.o: src/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(ALL_CFLAGS) $(CPPFLAGS) $(PKG_CFLAGS) -c -o $@ $<

# the migrations as C strings, in order
$(BUILD)/gen/migrations.inc: $(SQL) Makefile
	@mkdir -p $(@D)
	$(Q){ for f in $(SQL); do echo "/* $$f */"; sed 's/\\/\\\\/g; s/"/\\"/g; s/^/"/; s/$$/\\n"/' $$f; echo ","; done; } > $@
$(BUILD)/obj/store/schema.o: $(BUILD)/gen/migrations.inc

# the letters that hold where an instance has no letters.conf
$(BUILD)/gen/letters.inc: config/letters.conf Makefile
	@mkdir -p $(@D)
	$(Q)sed 's/\\/\\\\/g; s/"/\\"/g; s/^/"/; s/$$/\\n"/' $< > $@
$(BUILD)/obj/campaign/letters.o: $(BUILD)/gen/letters.inc

# a change of compiler or flags builds everything anew, one of the prefix only what knows it
$(BUILD)/flags $(BUILD)/prefix: FORCE
	@mkdir -p $(@D)
	@echo '$($(@F)_words)' | cmp -s - $@ || echo '$($(@F)_words)' > $@
flags_words = $(CC) $(CFLAGS) $(SANFLAGS) $(WERROR) $(BROKER)
prefix_words = $(PREFIX)
$(BUILD)/obj/cmd/app.o $(BUILD)/obj/cmd/init.o: $(BUILD)/prefix
$(BUILD)/obj/cmd/app.o $(BUILD)/obj/cmd/init.o: CPPFLAGS += -DTONGHOP_PREFIX='"$(PREFIX)"'
FORCE:

$(BUILD)/unit/%: tests/unit/%.c $(LIB)
	@mkdir -p $(@D)
	@echo "  TEST  $@"
	$(Q)$(CC) $(ALL_CFLAGS) $(PKG_CFLAGS) -o $@ $< $(LIB) $(PKG_LIBS)

$(BUILD)/bench/%: tests/bench/%.c $(LIB)
	@mkdir -p $(@D)
	@echo "  BENCH $@"
	$(Q)$(CC) $(ALL_CFLAGS) $(PKG_CFLAGS) -o $@ $< $(LIB) $(PKG_LIBS)

# a fuzz target as a plain program that runs it over files; FUZZ=1 builds it for libFuzzer
$(BUILD)/fuzz/%: tests/fuzz/%.c tests/fuzz/replay.c tests/fuzz/fuzz.h $(LIB)
	@mkdir -p $(@D)
	@echo "  FUZZ  $@"
	$(Q)$(CC) $(ALL_CFLAGS) $(PKG_CFLAGS) $(if $(FUZZ),-fsanitize=fuzzer) -o $@ $< $(if $(FUZZ),,tests/fuzz/replay.c) $(LIB) $(PKG_LIBS)

-include $(OBJ:.o=.d) $(UNIT:=.d)

# ---------------------------------------------------------------- set-up, tests, demo, install

SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

# Says what it installs; asks nothing where everything is there.
define ensure
	@missing=; for p in $(1); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	if [ -n "$$missing" ]; then echo "installing:$$missing"; \
	  $(SUDO) apt-get update -q && DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -y -q --no-install-recommends $$missing; fi
endef

setup:
	$(call ensure,$(APT))

setup-check: setup
	$(call ensure,$(APT_CHECK))

# what drives the browser in tests/t35-pages.sh: tarballs of registry.npmjs.org, by their hashes; where there is no net, that test is skipped
$(BUILD)/browser/ready: tests/browser/npm.sha512
	@rm -rf $(@D) && mkdir -p $(@D)
	@while read -r hash file; do \
	  curl -sSf --connect-timeout 10 --max-time 120 -o $(@D)/$$file https://registry.npmjs.org/$${file%-*}/-/$$file || { echo "cannot fetch $$file: tests/t35-pages.sh will be skipped"; exit 0; }; \
	  echo "$$hash  $(@D)/$$file" | sha512sum -c --quiet && tar -xzf $(@D)/$$file -C $(@D) --one-top-level=$${file%-*} --strip-components=1 || exit 1; \
	done < $< && touch $@

tests: $(BUILD)/tonghop $(UNIT) $(FUZZERS) $(BUILD)/browser/ready

# TESTS="tests/t10-*.sh" runs some of them
TESTS ?= $(UNIT) $(sort $(wildcard tests/t*.sh))
check: setup-check
	@$(MAKE) --no-print-directory -j$$(nproc) tests
	@BUILD="$(abspath $(BUILD))" prove --timer --failures -e tests/run $(TESTS)

demo: setup
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@BUILD="$(abspath $(BUILD))" tests/demo.sh

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/tonghop $(DESTDIR)$(PREFIX)/lib/systemd/system
	install -m 755 $(BUILD)/tonghop $(DESTDIR)$(PREFIX)/bin/tonghop
	install -D -m 755 $(BUILD)/tonghop-reader $(DESTDIR)$(PREFIX)/libexec/tonghop/tonghop-reader
	install -m 644 config/tonghop.conf config/letters.conf $(DESTDIR)$(PREFIX)/share/tonghop/
	cd config && find campaigns -type f -exec install -D -m 644 {} $(abspath $(DESTDIR)$(PREFIX))/share/tonghop/{} \;
	for u in systemd/*.service systemd/*.timer; do sed 's|@PREFIX@|$(PREFIX)|g' $$u > $(DESTDIR)$(PREFIX)/lib/systemd/system/$${u##*/}; done
	install -D -m 644 README.md $(DESTDIR)$(PREFIX)/share/doc/tonghop/README.md
	install -D -m 644 systemd/tonghop.sysusers.conf $(DESTDIR)$(PREFIX)/lib/sysusers.d/tonghop.conf
	install -D -m 644 systemd/tonghop.tmpfiles.conf $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/tonghop.conf

clean:
	rm -rf $(BUILD)

# ingest against the field on one Maildir: make bench N=2000 ROUNDS=3 KIND=mix|small|scans|big ONLY=tonghop,notmuch
ROUNDS ?= 3
KIND ?= mix
bench: N = 2000
bench: setup-check all $(BUILD)/bench/floor
	$(call ensure,$(APT_BENCH))
	@tests/bench/run.py $(BUILD) --n $(N) --rounds $(ROUNDS) --kind $(KIND) $(if $(ONLY),--only $(ONLY)) $(if $(WORKERS),--workers $(WORKERS))

# how ingest and the questions that people ask grow: make bench-growth N=20000; curves in build/growth.svg
bench-growth: N = 20000
bench-growth: all
	@tests/bench/growth.py $(BUILD) --n $(N)

# instructions of reading the sample mails against tests/bench/instructions.tsv (RECORD=1 writes it): fails over +5%
bench-guard: setup-check $(BUILD)/bench/guard $(BUILD)/bench/reading
	$(call ensure,$(APT_BENCH))
	@tests/bench/guard.sh $(BUILD) $(if $(RECORD),--record)

# every parser under libFuzzer for SECONDS each
SECONDS ?= 60
fuzz: setup-check
	$(call ensure,$(APT_FUZZ))
	@$(MAKE) --no-print-directory -j$$(nproc) BUILD=$(BUILD)/fuzzing CC=clang FUZZ=1 SANITIZE=fuzzer-no-link,address,undefined fuzzers
	@tests/fuzz/run.sh $(BUILD)/fuzzing $(SECONDS) $(ROWS)
fuzzers: $(FUZZERS)

soak: setup-check all
	@rm -rf $(BUILD)/soak && tests/soak.py $(abspath $(BUILD))/tonghop $(BUILD)/soak --seconds $(SECONDS) --idle 60 --poll 30 --samples $(BUILD)/soak.tsv

# a private Postfix and Dovecot on loopback, N mails, everything struck down in between (as root)
N ?= 1000
real-mail: setup-check all
	$(call ensure,$(APT_REAL))
	@BUILD="$(abspath $(BUILD))" tests/real/mail.sh $(N)

# workers behind a message broker: a private RabbitMQ on loopback, workers in network namespaces (as root)
broker: setup-check
	$(call ensure,$(APT_BROKER))
	@$(MAKE) --no-print-directory -j$$(nproc) all
	@BUILD="$(abspath $(BUILD))" tests/broker/broker.sh

# hostile mails, and every file of a folder as one: make hostile FILES=/path (make check runs it without)
hostile: setup-check all
	@BUILD="$(abspath $(BUILD))" HOSTILE_FILES="$(if $(FILES),$(abspath $(FILES)))" prove --timer --failures -e tests/run tests/t59-hostile.sh

# killed, without power and with every fault, at every single point of everything that writes (SCENARIOS="ingest outbox": only those)
crash: setup-check all
	@BUILD="$(abspath $(BUILD))" CRASH_ALL=1 TEST_SECONDS=36000 prove --timer --failures -v -e tests/run tests/t50-crash.sh tests/t51-faults.sh

# what the reading of meaning costs, and that it grows with the text
bench-reading: $(BUILD)/bench/reading
	@$< tests/accuracy/docs/*.toml

# how well the labelled documents of tests/accuracy are read
accuracy: all
	@tests/accuracy/score.py --tonghop $(abspath $(BUILD))/tonghop
