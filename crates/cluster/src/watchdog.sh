# shellcheck shell=dash
# Starts or adopts the server and stops it when the program that holds the other end of standard input is gone.
# Standard output is the state directory's lock: it is held as long as this runs, and nothing is written there.
#   $1 start | adopt   $2 signal that stops the server   $3 directory to remove at the end, or empty
#   $4 the server's log   start: $5... the server's command line   adopt: $5 the server's process
how=$1 signal=$2 remove=$3 log=$4
shift 4
exec 3<&0 </dev/null

# Ends the server: as asked, then at once, then by force.
stop() {
    kill -"$signal" "$1" || return 0
    for next in QUIT KILL; do
        tries=0
        while [ $tries -lt 200 ]; do
            kill -0 "$1" || return 0
            sleep 0.1
            tries=$((tries + 1))
        done
        kill -"$next" "$1"
    done
} 2>/dev/null

finish() {
    [ -z "$remove" ] || rm -rf -- "$remove"
}

if [ "$how" = adopt ]; then
    read -r _ <&3
    stop "$1"
    finish
    exit
fi

"$@" 3<&- >>"$log" 2>&1 &
server=$!
# The guard outlives the shell below, should that be killed.
(
    read -r _ <&3
    stop $server
) &
guard=$!
exec 3<&-
wait $server
kill $guard 2>/dev/null
finish
