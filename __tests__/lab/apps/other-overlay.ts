import { articleProps, synthesise } from "../support/stack";

// A slip of the pen, on a cluster that lives at 172.16.10.0/24.
synthesise({ ...articleProps(3), overlay: { cidr: "172.16.11.0/24" } });
