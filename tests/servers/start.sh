#!/bin/bash
# Starts the RPC proxies that the probe is tested against, runs a command, and ends them:
#
#   ntlm          Apache with mod_auth_gssapi and gss-ntlmssp: NTLM, Negotiate and Basic, as Exchange
#   basic         Apache with Basic only
#   tls, expired, wrong_name, untrusted
#                 the first one over TLS, each with another certificate: for localhost; expired; for
#                 another name; from another authority. Nobody trusts these throw-away authorities
#   reverse       nginx in front of the first one, as it comes: each request goes on to it by a
#                 connection of its own
#   reverse_closing
#                 the same, and it keeps none to the client either
#   odd_servers.py has those that no real server does; one of them answers as an RPC proxy, once Apache
#   has let the user in
#
# Usage: tests/servers/start.sh FOLDER COMMAND...
#   FOLDER is made anew; FOLDER/ports says "name=port" for each, FOLDER/ca.pem is the authority, and
#   FOLDER/users the account: CONTOSO\anna, password "secret".
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=tests/setup/common.sh
. "$here/../setup/common.sh"
folder=$1
shift
rm -rf "$folder"
mkdir -p "$folder/www"
folder=$(cd "$folder" && pwd)
modules=/usr/lib/apache2/modules

# Debian's nginx, unpacked only: installed, it would be started as a service on port 80.
get_nginx() {
    nginx=$cache/nginx/usr/sbin/nginx
    [ ! -x "$nginx" ] || return 0
    (
        take_lock nginx
        [ ! -x "$nginx" ] || exit 0
        rm -rf "$cache/nginx.new"
        mkdir -p "$cache/nginx.new"
        cd "$cache/nginx.new"
        logged "fetching nginx" apt-get download nginx
        for deb in nginx_*.deb; do dpkg-deb -x "$deb" .; done
        mv "$cache/nginx.new" "$cache/nginx"
    )
}

make_certificates() {
    cd "$folder"
    local days name authority
    for authority in ca other; do
        openssl req -x509 -newkey rsa:2048 -nodes -keyout "$authority.key" -out "$authority.pem" \
            -days 2 -subj "/CN=Throw-away $authority" -addext basicConstraints=critical,CA:TRUE
    done
    openssl req -newkey rsa:2048 -nodes -keyout server.key -out localhost.csr -subj /CN=localhost
    openssl req -new -key server.key -out elsewhere.csr -subj /CN=mail.elsewhere.example
    sign() { # sign NAME REQUEST AUTHORITY HOST OPTIONS...
        printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth\n' "$4" >"$1.ext"
        openssl x509 -req -in "$2.csr" -CA "$3.pem" -CAkey "$3.key" -CAcreateserial \
            -extfile "$1.ext" -out "$1.pem" "${@:5}"
    }
    sign tls localhost ca localhost -days 2
    sign wrong_name elsewhere ca mail.elsewhere.example -days 2
    sign untrusted localhost other localhost -days 2
    # A day of validity that is over: openssl x509 makes one by a negative number of days.
    sign expired localhost ca localhost -days -1
}

free_ports() { # free_ports NAME...: as many lines "NAME=port"
    python3 - "$@" <<'PYTHON'
import socket, sys
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in sys.argv[1:]]
for name, listener in zip(sys.argv[1:], sockets):
    print(f"{name}={listener.getsockname()[1]}")
PYTHON
}

write_apache() {
    local name module
    for module in mpm_event authn_core authz_core authz_user auth_basic authn_file ssl auth_gssapi proxy proxy_http; do
        echo "LoadModule ${module}_module $modules/mod_$module.so"
    done
    cat <<CONFIG
ServerName localhost
DocumentRoot $folder/www
ProxyPass /rpc http://127.0.0.1:${port[anonymous]}/rpc
PidFile $folder/apache.pid
ErrorLog $folder/apache.log
DefaultRuntimeDir $folder
KeepAlive On
CONFIG
    for name in ntlm basic tls expired wrong_name untrusted; do
        echo "Listen 127.0.0.1:${port[$name]}"
        echo "<VirtualHost 127.0.0.1:${port[$name]}>"
        case $name in tls | expired | wrong_name | untrusted)
            printf 'SSLEngine On\nSSLCertificateFile %s\nSSLCertificateKeyFile %s\n' \
                "$folder/$name.pem" "$folder/server.key"
            ;;
        esac
        echo "<Location /rpc>"
        if [ "$name" = basic ]; then
            printf 'AuthType Basic\nAuthName mail\nAuthUserFile %s/passwords\n' "$folder"
        else
            printf 'AuthType GSSAPI\nAuthName mail\nGssapiAllowedMech ntlmssp\nGssapiBasicAuth On\n'
            printf 'GssapiConnectionBound On\nGssapiSSLonly Off\n'
        fi
        printf 'Require valid-user\n</Location>\n</VirtualHost>\n'
    done
}

write_nginx() {
    cat <<CONFIG
daemon off;
pid $folder/nginx.pid;
error_log $folder/nginx.log;
events {}
http {
    access_log off;
    client_body_temp_path $folder/nginx-body;
    proxy_temp_path $folder/nginx-proxy;
    fastcgi_temp_path $folder/nginx-fastcgi;
    uwsgi_temp_path $folder/nginx-uwsgi;
    scgi_temp_path $folder/nginx-scgi;
    server {
        listen 127.0.0.1:${port[reverse]};
        location / { proxy_pass http://127.0.0.1:${port[ntlm]}; }
    }
    server {
        listen 127.0.0.1:${port[reverse_closing]};
        keepalive_timeout 0;
        location / { proxy_pass http://127.0.0.1:${port[ntlm]}; }
    }
}
CONFIG
}

children=()
clean() {
    trap - EXIT
    local child
    for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done
    for child in "${children[@]}"; do wait "$child" 2>/dev/null || true; done
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

wait_for_port() {
    local tries
    for ((tries = 0; tries < 200; tries++)); do
        (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return 0
        sleep 0.05
    done
    fail "no server came up on port $1 (see $folder)"
}

get_nginx
logged "making certificates" make_certificates
echo 'CONTOSO:anna:secret' >"$folder/users"
echo 'anna:{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=' >"$folder/passwords" # "secret"

# Its standard input ends with this shell.
exec {hold}> >(exec python3 "$here/odd_servers.py" "$folder")
while [ ! -s "$folder/ports" ]; do sleep 0.05; done
free_ports ntlm basic tls expired wrong_name untrusted reverse reverse_closing >>"$folder/ports"
declare -A port
while IFS='=' read -r name number; do port[$name]=$number; done <"$folder/ports"

write_apache >"$folder/apache.conf"
write_nginx >"$folder/nginx.conf"
NTLM_USER_FILE=$folder/users /usr/sbin/apache2 -f "$folder/apache.conf" -DFOREGROUND 2>>"$folder/apache.log" &
children+=($!)
"$nginx" -c "$folder/nginx.conf" -e "$folder/nginx.log" &
children+=($!)
for name in ntlm basic tls expired wrong_name untrusted reverse reverse_closing; do wait_for_port "${port[$name]}"; done

status=0
"$@" || status=$?
exec {hold}>&-
exit $status
