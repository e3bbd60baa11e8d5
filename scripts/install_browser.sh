#!/bin/sh
# Installs Debian's Chromium for the browser tests, where it is missing and may be installed.
command -v chromium >/dev/null 2>&1 && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq chromium >/dev/null && exit 0
fi
echo "There is no Chromium, so the browser tests are skipped; on Debian: apt-get install chromium" >&2
