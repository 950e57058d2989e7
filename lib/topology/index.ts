export * from "./corosync-props";
export * from "./firewall-props";
export * from "./node-props";
export { InvalidTopologyError, type Problem } from "./problems";
export * from "./props";
export * from "./quorum";
export * from "./resolve";
export * from "./topology";
export * from "./warnings";
