/**
 * Three projects: `unit` is quick, `users` is what users meet (package, examples, documentation); both run on any machine. `lab` deploys
 * onto the lab and needs root on Debian.
 */
const shared = {
  preset: "ts-jest",
  testEnvironment: "node",
  transform: { "^.+\\.ts$": ["ts-jest", { transpilation: true, diagnostics: false }] },
};

module.exports = {
  testSequencer: "./scripts/test/longest-first.js",
  projects: [
    { ...shared, displayName: "unit", testMatch: ["<rootDir>/__tests__/unit/**/*.test.ts"] },
    { ...shared, displayName: "users", testMatch: ["<rootDir>/__tests__/users/**/*.test.ts"] },
    { ...shared, displayName: "lab", testMatch: ["<rootDir>/__tests__/lab/**/*.test.ts"] },
  ],
};
