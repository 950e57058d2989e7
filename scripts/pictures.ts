import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT } from "./deploy/run";
import { picturePages } from "./docs/pictures";
import { main } from "./script";

/** npm run pictures: draws what README.md and docs/quorum.md show. */
main(async () => {
  for (const [file, text] of Object.entries(await picturePages())) {
    fs.writeFileSync(path.join(PROJECT, file), text);
  }
  return 0;
});
