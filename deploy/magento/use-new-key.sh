#!/bin/sh
# For `psq rotate … --then`: makes Magento use the key that psq has put into the file.
#
# php-fpm takes its environment when it starts, so that a reload is not enough. Magento keeps the value in its
# configuration cache, so that php-fpm has to have the new value before that is cleaned.
set -eu
: "${PUBLICSQUARE_ENV_FILE:=/etc/magento/publicsquare.env}"
: "${MAGENTO_ROOT:=/srv/magento}"
: "${PHP_FPM:=php8.3-fpm}"

systemctl restart "$PHP_FPM"
set -a
. "$PUBLICSQUARE_ENV_FILE"
set +a
cd "$MAGENTO_ROOT"
# As the owner of Magento's files, with the key in the environment and in no argument.
exec ${MAGENTO_AS-runuser --user www-data --} bin/magento cache:clean config
