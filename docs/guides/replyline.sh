# Words for the config API, for bash: `. docs/guides/replyline.sh`. They read CONFIG (its URL) and TOKEN (of a Server Admin).
# A PATH is one of config, or a whole URL of another service.

at() { case $1 in http*) printf '%s' "$1" ;; *) printf '%s' "$CONFIG$1" ;; esac; }

# get PATH: what is there, as YAML.
get() { curl -sS --fail-with-body "$(at "$1")" -H "authorization: Bearer $TOKEN" -H 'accept: application/yaml'; }

# post PATH: sends the YAML of stdin.
post() {
  curl -sS --fail-with-body -X POST "$(at "$1")" --data-binary @- \
    -H "authorization: Bearer $TOKEN" -H 'content-type: application/yaml' -H 'accept: application/yaml'
}

# etag PATH: the revision of what is there.
etag() { curl -sS -o /dev/null -D - "$(at "${1%%\?*}")" -H "authorization: Bearer $TOKEN" | tr -d '\r' | sed -n 's/^[Ee][Tt]ag: //p'; }

# save PATH: puts the YAML of stdin over whatever is there, which must not change between reading and writing.
save() {
  local etag
  etag=$(etag "$1")
  curl -sS --fail-with-body -X PUT "$(at "$1")" --data-binary @- ${etag:+-H "if-match: $etag"} \
    -H "authorization: Bearer $TOKEN" -H 'content-type: application/yaml' -H 'accept: application/yaml'
}

# remove PATH: deletes what is there.
remove() {
  local etag
  etag=$(etag "$1")
  curl -sS --fail-with-body -X DELETE "$(at "$1")" ${etag:+-H "if-match: $etag"} \
    -H "authorization: Bearer $TOKEN" -H 'accept: application/yaml'
}
