export * from "./dot";
export * from "./drawing";
export * from "./mermaid";
export * from "./table";
