import { articleProps, synthesise } from "../support/stack";

synthesise({ ...articleProps(3), firewall: { vmSubnets: ["10.10.0.0/16"] } });
