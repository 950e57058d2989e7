import { articleProps } from "../article";
import type { BadInput } from "./row";

export const WATCH: readonly BadInput[] = [
  [
    articleProps({ watch: { intervalSeconds: 5 } }),
    "watch.intervalSeconds: got 5; allowed: a whole number from 10 to 3600 seconds; fix: choose a number in that range",
  ],
  [
    articleProps({ watch: { alertCommand: "mail -s alarm root" } }),
    'watch.alertCommand: got "mail -s alarm root"; allowed: an absolute path of letters, digits and . _ @ + -, without a slash at its end; fix: write it from the root on, such as /usr/local/bin/tell',
  ],
  [
    articleProps({ watch: { alertUnit: "tell" } }),
    'watch.alertUnit: got "tell"; allowed: the name of a systemd service, with .service at its end; fix: write the name that `systemctl list-unit-files` shows',
  ],
  [
    articleProps({ watch: { metricsDirectory: "metrics/" } }),
    'watch.metricsDirectory: got "metrics/"; allowed: an absolute path of letters, digits and . _ @ + -, without a slash at its end; fix: write it from the root on, such as /usr/local/bin/tell',
  ],
  [
    articleProps({ watch: true as never }),
    "watch: got true; allowed: the watch's props: intervalSeconds, alertCommand, alertUnit, metricsDirectory; fix: write it in braces, or leave it out",
  ],
];
