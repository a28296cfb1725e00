#!/bin/sh
# For `psq rotate … --then`: makes Magento use the key that psq has written to the file.
#
# php-fpm reads its environment when it starts, so a reload is not enough. Magento keeps the value in its configuration
# cache, so php-fpm needs the new value before the cache is cleaned.
set -eu
: "${PUBLICSQUARE_ENV_FILE:=/etc/magento/publicsquare.env}"
: "${MAGENTO_ROOT:=/srv/magento}"
: "${PHP_FPM:=php8.3-fpm}"

systemctl restart "$PHP_FPM"
set -a
. "$PUBLICSQUARE_ENV_FILE"
set +a
cd "$MAGENTO_ROOT"
# Runs as the owner of Magento's files. The key is in the environment and never in an argument.
exec ${MAGENTO_AS-runuser --user www-data --} bin/magento cache:clean config
