import { lint } from "./lint/lint";
import { main, say } from "./script";

/** npm run lint: what can be said of the sources without running them. */
main(async () => ((await lint(say)).failed === 0 ? 0 : 1));
