/** Two projects: `unit` runs on any machine, `lab` deploys onto the lab and needs root on Debian. */
const shared = {
  preset: "ts-jest",
  testEnvironment: "node",
  transform: { "^.+\\.ts$": ["ts-jest", { transpilation: true, diagnostics: false }] },
};

module.exports = {
  projects: [
    { ...shared, displayName: "unit", testMatch: ["<rootDir>/__tests__/unit/**/*.test.ts"] },
    { ...shared, displayName: "lab", testMatch: ["<rootDir>/__tests__/lab/**/*.test.ts"] },
  ],
};
