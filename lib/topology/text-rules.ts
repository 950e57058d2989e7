import { isHostAddress } from "./addresses";
import type { TextRule } from "./problems";

const LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
const LAST_LABEL = "[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";

/** Bytes of the longest path on Linux; nothing else is longer, and environments of programs have their limits too. */
const LONGEST = 4095;

function matching(
  pattern: RegExp,
  allowed: string,
  fix: string,
  shape: string = pattern.source,
): TextRule {
  return {
    accepts: (text) =>
      Buffer.byteLength(text) <= LONGEST && pattern.test(text) && isCarriedByTerraform(text),
    allowed,
    fix,
    shape,
  };
}

/**
 * Terraform composes what can be composed (Unicode's NFC), at the beginning of a text also with what stands before it, and breaks up long rows of
 * marks: such a text would not arrive as it was given.
 */
function isCarriedByTerraform(text: string): boolean {
  return text === text.normalize("NFC") && !/^\p{M}|\p{M}{20}/u.test(text);
}

/** pvecm create: the format of node names, at most 15 characters. */
export const CLUSTER_NAME = matching(
  /^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,13}[a-zA-Z0-9])?$/,
  "letters, digits and inner hyphens, 1 to 15 characters",
  "choose a short and simple name",
);

/** Resolvers read a name of digits only, or of hexadecimal ones, as an address; and every host is `localhost`. */
export const NODE_NAME = matching(
  new RegExp(`^(?!\\d+$|0x[0-9a-f]*$|localhost$)${LABEL}$`, "i"),
  "a host name: letters, digits and inner hyphens, at most 63 characters, not digits alone",
  "take the name that `hostname` says on the node",
  "",
);

export const SITE = matching(
  /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,62}$/,
  "letters, digits, - and _, at most 63 characters",
  "choose a short name for the place, without spaces",
);

export const DOMAIN = matching(
  new RegExp(`^(?=.{1,253}$)(?:${LABEL}\\.)*${LAST_LABEL}$`),
  "a domain such as example.com",
  "write it without dots, spaces and line ends around it",
  "^[a-zA-Z0-9.-]{1,253}$",
);

export const FULL_NAME = matching(
  new RegExp(`^(?=.{1,253}$)(?:${LABEL}\\.)+${LAST_LABEL}$`),
  "a full name such as node1.example.com",
  "write name and domain, joined by a dot",
  "^[a-zA-Z0-9.-]{1,253}$",
);

const INTERFACE_CHARACTERS = String.raw`[^\s\p{Z}/:"'\\*\p{C}]`;

/** What the kernel takes as an interface name (at most 15 bytes), without what an nftables string cannot carry. */
export const INTERFACE_NAME: TextRule = {
  accepts: (text) =>
    new RegExp(`^(?!\\.{1,2}$)${INTERFACE_CHARACTERS}+$`, "u").test(text) &&
    isCarriedByTerraform(text) &&
    Buffer.byteLength(text) <= 15,
  allowed:
    "the name of a network interface, 1 to 15 bytes without spaces, slashes, colons, quotes, backslashes and stars",
  fix: "take the name that `ip address` shows beside the public address",
  shape: `^${INTERFACE_CHARACTERS}{1,15}$`,
};

/** An interface name, or the beginning of one and `*`. nftables counts the star as a byte of the name. */
const INTERFACE_OR_ANY = {
  accepts: (text: string) =>
    new RegExp(`^${INTERFACE_CHARACTERS}+\\*?$`, "u").test(text) &&
    isCarriedByTerraform(text) &&
    Buffer.byteLength(text) <= 15,
  shape: `^${INTERFACE_CHARACTERS}{1,15}[*]?$`,
};

export const BRIDGE_PATTERN: TextRule = {
  ...INTERFACE_OR_ANY,
  allowed: "the name of a bridge, with * at its end for any, 1 to 15 bytes in all",
  fix: "write a name such as vmbr1 or vmbr*",
};

export const INTERFACE_PATTERN: TextRule = {
  ...INTERFACE_OR_ANY,
  allowed: "the name of an interface, with * at its end for any, 1 to 15 bytes in all",
  fix: "write a name such as eno2 or eno*",
};

const SSH_NAME = /^[a-zA-Z0-9:_][a-zA-Z0-9.:_-]{0,252}$/;

/** A leading hyphen would be an option of ssh; only an IPv6 address has colons. */
export const SSH_ADDRESS: TextRule = {
  accepts: (text) => SSH_NAME.test(text) && (!text.includes(":") || isHostAddress(text)),
  allowed: "an address or a host name",
  fix: "write it alone: the user is root, and the port goes into sshPort",
  shape: SSH_NAME.source,
};

export const SSH_HOST_KEY = matching(
  /^(?:ssh-(?:ed25519|rsa)|ecdsa-sha2-nistp(?:256|384|521)) [A-Za-z0-9+/]+=*(?: [^\p{C}]*)?$/u,
  "a public host key such as `ssh-ed25519 AAAA…`",
  "copy /etc/ssh/ssh_host_ed25519_key.pub of the node, one line without the end of line",
);

// 32 bytes end in a character whose two lowest bits are zero; wg(8) refuses others.
const KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

export const WIREGUARD_PUBLIC_KEY = matching(
  KEY,
  "a WireGuard public key, 32 bytes in base64",
  "copy what `wg pubkey` printed",
);

export const PRESHARED_KEY = matching(
  KEY,
  "32 bytes in base64, as `wg genpsk` prints them",
  "make a key with `wg genpsk`",
);

/** It stands in a line of settings on the node, and alone on a command line. */
export const ABSOLUTE_PATH = matching(
  /^(?:\/[A-Za-z0-9._@+-]+)+$/,
  "an absolute path of letters, digits and . _ @ + -, without a slash at its end",
  "write it from the root on, such as /usr/local/bin/tell",
);

export const SERVICE_UNIT = matching(
  /^[A-Za-z0-9][A-Za-z0-9:_.@-]{0,200}\.service$/,
  "the name of a systemd service, with .service at its end",
  "write the name that `systemctl list-unit-files` shows",
);

export const PATH = matching(
  /^[^\p{C}\p{Zl}\p{Zp}]+$/u,
  `a path of visible characters, composed ones where there are any (é as one character), at most ${LONGEST} bytes`,
  "write the path anew by hand, rename the file, or leave it out",
);
