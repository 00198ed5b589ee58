#!/bin/sh
# Makes nginx and coturn load a renewed certificate. certbot runs every file in
# /etc/letsencrypt/renewal-hooks/deploy/ after a renewal: copy this one there (docs/deployment.md,
# "nginx").
#
# coturn runs as the user turnserver, which cannot read certbot's folder. If $COTURN_DIRECTORY has a
# folder with the certificate's name, the script copies the files there (docs/turn.md).
# SPDX-License-Identifier: MIT
set -eu

: "${RENEWED_LINEAGE:?certbot names the folder of the renewed certificate in it}"
copy=${COTURN_DIRECTORY:-/etc/coturn}/$(basename "$RENEWED_LINEAGE")
COTURN_GROUP=${COTURN_GROUP:-turnserver}
RELOAD_NGINX=${RELOAD_NGINX:-reload_nginx}
# SIGUSR2 makes coturn reload its certificate; calls continue.
RELOAD_COTURN=${RELOAD_COTURN:-systemctl kill --kill-who=main --signal=SIGUSR2 coturn}

# A machine that only runs coturn has no nginx.
reload_nginx() {
  if systemctl --quiet is-active nginx; then systemctl reload nginx; fi
}

# copy_to_coturn FILE: replaces the file atomically.
copy_to_coturn() {
  install -m 640 -g "$COTURN_GROUP" "$RENEWED_LINEAGE/$1" "$copy/$1.new"
  mv "$copy/$1.new" "$copy/$1"
}

if [ -d "$copy" ]; then
  copy_to_coturn privkey.pem
  copy_to_coturn fullchain.pem
  $RELOAD_COTURN
fi
$RELOAD_NGINX
