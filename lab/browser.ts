import * as fs from "node:fs";
import * as path from "node:path";
import { keyOf, labCache, Log, madeOnce } from "./cache";
import { run } from "./command";
import { PackageSource } from "./image/apt";
import { machineSuite } from "./image/tools";

const PACKAGES = ["chromium", "fonts-dejavu-core"];
/** Of all that those depend on, what is of use where nothing is installed; the C library is the machine's, which its loader belongs to. */
const NEEDED = /^(?!libc6_)(lib|zlib|chromium|fonts-)/;
/** In usr/share. */
const UNUSED = ["doc", "icons", "locale", "man", "perl"];
const LIBRARIES = [
  "lib/x86_64-linux-gnu",
  "usr/lib/x86_64-linux-gnu",
  "usr/lib/x86_64-linux-gnu/pulseaudio",
];

export interface Browser {
  readonly executable: string;
  readonly environment: Record<string, string>;
}

/** Debian's Chromium, unpacked beside the lab and never installed. */
export async function browser(log: Log): Promise<Browser> {
  const suite = machineSuite();
  const key = keyOf("1", suite, ...PACKAGES, NEEDED.source);
  const directory = await madeOnce(labCache(`browser-${suite}-${key}`), async (temporary) => {
    log("unpacking Chromium beside the lab (once)");
    const scratch = path.join(temporary, "scratch");
    const source = await PackageSource.open(suite, path.join(scratch, "apt"));
    const into = path.join(scratch, "debs");
    const debs = await source.download(PACKAGES, source.nothingInstalled, into);
    const root = path.join(temporary, "root");
    for (const deb of debs.filter((file) => NEEDED.test(path.basename(file)))) {
      await run(["dpkg-deb", "--extract", deb, root]);
    }
    for (const name of UNUSED) {
      fs.rmSync(path.join(root, "usr/share", name), { recursive: true, force: true });
    }
    fs.rmSync(scratch, { recursive: true });
  });
  const root = path.join(directory, "root");
  const fonts = `<fontconfig><dir>${root}/usr/share/fonts</dir></fontconfig>`;
  fs.writeFileSync(path.join(directory, "fonts.conf"), fonts);
  return {
    executable: path.join(root, "usr/lib/chromium/chromium"),
    environment: {
      LD_LIBRARY_PATH: LIBRARIES.map((library) => path.join(root, library)).join(":"),
      FONTCONFIG_FILE: path.join(directory, "fonts.conf"),
    },
  };
}
