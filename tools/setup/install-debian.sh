#!/bin/sh
# Installs Debian packages of servers without starting them, now or at the next boot.
# Run as root: sh tools/setup/install-debian.sh PACKAGE...
set -eu

policy=/usr/sbin/policy-rc.d
kept=$policy.replyline-kept
services='nats-server dovecot postfix'

# Several checkouts may come here at once, and the policy file is one for the machine.
exec 9>/var/lock/replyline-setup.lock
flock 9

restore_policy() {
  rm -f "$policy"
  if [ -e "$kept" ]; then mv "$kept" "$policy"; fi
}

# Exit code 101 forbids the packages' scripts to start what they install.
forbid_starting() {
  if [ -e "$kept" ]; then restore_policy; fi
  if [ -e "$policy" ]; then mv "$policy" "$kept"; fi
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 0755 "$policy"
}

is_installed() { [ -e "/lib/systemd/system/$1.service" ] || [ -e "/etc/init.d/$1" ]; }

disable_at_boot() {
  if command -v systemctl >/dev/null; then systemctl --quiet disable "$1.service" || true; fi
  if [ -e "/etc/init.d/$1" ]; then update-rc.d "$1" disable || true; fi
}

quiet_apt() { apt-get -qq -o DPkg::Lock::Timeout=600 -o Dpkg::Use-Pty=0 "$@"; }
install() { quiet_apt install -y --no-install-recommends --no-upgrade "$@"; }

# A package manager stopped halfway needs repair by hand; what is left of its work takes seconds.
trap '' INT TERM HUP
trap restore_policy EXIT

new=''
for service in $services; do is_installed "$service" || new="$new $service"; done

forbid_starting
export DEBIAN_FRONTEND=noninteractive
echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
install "$@" || { quiet_apt update || true; install "$@"; }

for service in $new; do if is_installed "$service"; then disable_at_boot "$service"; fi; done
