#!/bin/sh
# Hands a renewed certificate to nginx and coturn, which read theirs only when they are told to. certbot runs every file in
# /etc/letsencrypt/renewal-hooks/deploy/ after a renewal: copy this one there (docs/deployment.md, "nginx").
#
# coturn runs as the user turnserver, who cannot read certbot's folder: it gets a copy of its own in $COTURN_DIRECTORY.
# SPDX-License-Identifier: MIT
set -eu

: "${RENEWED_LINEAGE:?certbot names the folder of the renewed certificate in it}"
COTURN_DIRECTORY=${COTURN_DIRECTORY:-/etc/coturn/certificate}
COTURN_GROUP=${COTURN_GROUP:-turnserver}
RELOAD_NGINX=${RELOAD_NGINX:-systemctl reload nginx}
# SIGUSR2 has coturn read its certificate again; calls go on.
RELOAD_COTURN=${RELOAD_COTURN:-systemctl kill --kill-who=main --signal=SIGUSR2 coturn}

# copy_to_coturn FILE: coturn never sees half of it.
copy_to_coturn() {
  install -m 640 -g "$COTURN_GROUP" "$RENEWED_LINEAGE/$1" "$COTURN_DIRECTORY/$1.new"
  mv "$COTURN_DIRECTORY/$1.new" "$COTURN_DIRECTORY/$1"
}

# The folder exists where coturn uses a certificate (docs/turn.md).
if [ -d "$COTURN_DIRECTORY" ]; then
  copy_to_coturn privkey.pem
  copy_to_coturn fullchain.pem
  $RELOAD_COTURN
fi
if [ -d /etc/nginx/nexuschat ] || [ "$RELOAD_NGINX" != "systemctl reload nginx" ]; then
  $RELOAD_NGINX
fi
