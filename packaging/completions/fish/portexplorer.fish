# fish completion for portexplorer

set -l fields protocol family state local_address local_port remote_address remote_port process pid path command program \
    user uid socket_uid holders started_at owner mapped last_process last_pid created_at created_after created_before \
    sent_bytes sent_packets received_bytes received_packets traffic_known sent_rate received_rate recv_queue send_queue \
    rtt_us retransmits class class_reason change mark interface netns container unit cgroup terminal inode cookie direction
set -l commands list watch doctor help
set -l tables "not __fish_seen_subcommand_from doctor help"

complete -c portexplorer -f
complete -c portexplorer -n "not __fish_seen_subcommand_from $commands" -a list -d "The sockets, once"
complete -c portexplorer -n "not __fish_seen_subcommand_from $commands" -a watch -d "The sockets, again and again"
complete -c portexplorer -n "not __fish_seen_subcommand_from $commands" -a doctor -d "What is readable here"
complete -c portexplorer -n "not __fish_seen_subcommand_from $commands" -a help -d "Explains"
complete -c portexplorer -n "__fish_seen_subcommand_from help" -a "list watch doctor fields filters"

complete -c portexplorer -n $tables -s t -l tcp -d "TCP sockets"
complete -c portexplorer -n $tables -s u -l udp -d "UDP sockets"
complete -c portexplorer -n $tables -s w -l raw -d "Raw and ICMP sockets"
complete -c portexplorer -n $tables -s x -l unix -d "Unix sockets"
complete -c portexplorer -n $tables -l all-families -d "Every family"
complete -c portexplorer -n $tables -s 4 -l ipv4 -d "IPv4 only"
complete -c portexplorer -n $tables -s 6 -l ipv6 -d "IPv6 only"
complete -c portexplorer -n $tables -s l -l listening -d "What waits for others"
complete -c portexplorer -n $tables -l established -d "Connections that stand"
complete -c portexplorer -n $tables -l remote -d "Connections with another machine"
complete -c portexplorer -n $tables -s a -l all -d "All states"
complete -c portexplorer -n $tables -l hide-netstat -d "Leave out sockets that no process owns"
complete -c portexplorer -n $tables -l columns -x -a "(__fish_append , $fields local remote created all help)" -d "These columns"
complete -c portexplorer -n $tables -l sort -x -a "(__fish_append , $fields local remote created)" -d "Order by these fields"
complete -c portexplorer -n $tables -l process-as -x -a "name path program" -d "How a process is shown"
complete -c portexplorer -n $tables -s n -l numeric -d "Ports without names"
complete -c portexplorer -n $tables -s p -l processes -d "Owners; always shown"
complete -c portexplorer -n $tables -s e -l extended -d "Queues, user, unit, inode"
complete -c portexplorer -n $tables -s i -l info -d "Round trip, retransmits, packets, direction"
complete -c portexplorer -n $tables -s o -l options -d "Retransmits"
complete -c portexplorer -n "not __fish_seen_subcommand_from help" -l json -d "One JSON object"
complete -c portexplorer -n $tables -l jsonl -d "A JSON object a line"
complete -c portexplorer -n $tables -l csv -d "Comma-separated values"
complete -c portexplorer -n $tables -s H -l no-header -d "No line of titles"
complete -c portexplorer -n $tables -s W -l wide -d "Drop and shorten nothing"
complete -c portexplorer -n "not __fish_seen_subcommand_from help" -l color -x -a "auto always never" -d "Colours"
complete -c portexplorer -n $tables -l no-pager -d "Never use a pager"
complete -c portexplorer -n $tables -s q -l quiet -d "Only the sockets"
complete -c portexplorer -n $tables -l collector -x -a "auto plain kernel" -d "How the kernel is asked"
complete -c portexplorer -n $tables -l interval -x -a "0.1s 0.5s 1s 2s 5s 1m" -d "For watch: time between two looks"
complete -c portexplorer -n $tables -l count -x -d "For watch: stop after this many looks"
complete -c portexplorer -s h -l help -d "Help"
complete -c portexplorer -s V -l version -d "Version"
