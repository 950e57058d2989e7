import { articleProps, synthesise } from "../support/stack";

synthesise(articleProps(4));
