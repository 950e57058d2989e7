import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import { run } from "../command";

/** Where a host finds the repository. */
export const REPOSITORY_ON_HOST = "/srv/lab-repository";

/** Makes a directory of .deb files a flat apt repository. */
export async function writePackageIndex(directory: string): Promise<void> {
  const files = fs.readdirSync(directory).filter((file) => file.endsWith(".deb"));
  const stanzas = await Promise.all(
    files.sort().map(async (file) => {
      const content = fs.readFileSync(path.join(directory, file));
      const { stdout } = await run(["dpkg-deb", "--field", path.join(directory, file)]);
      return [
        stdout.trim(),
        `Filename: ./${file}`,
        `Size: ${content.length}`,
        `SHA256: ${createHash("sha256").update(content).digest("hex")}`,
        "",
      ].join("\n");
    }),
  );
  fs.writeFileSync(path.join(directory, "Packages"), stanzas.join("\n"));
}
