export * from "./corosync";
export * from "./hosts";
export * from "./nftables";
export * from "./systemd";
export * from "./wireguard";
