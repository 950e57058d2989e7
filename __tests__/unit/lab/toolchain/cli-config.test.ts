import { mirrorConfig } from "../../../../lab/toolchain/cli-config";

test("sends only the providers that are named to the mirror", () => {
  const config = mirrorConfig("/var/cache/a b/mirror", [
    "registry.terraform.io/hashicorp/null",
    "registry.opentofu.org/hashicorp/null",
  ]);

  expect(config.split("\n").slice(1)).toEqual([
    "disable_checkpoint = true",
    "",
    "provider_installation {",
    "  filesystem_mirror {",
    '    path = "/var/cache/a b/mirror"',
    "    include = [",
    '      "registry.terraform.io/hashicorp/null",',
    '      "registry.opentofu.org/hashicorp/null",',
    "    ]",
    "  }",
    "  direct {",
    "    exclude = [",
    '      "registry.terraform.io/hashicorp/null",',
    '      "registry.opentofu.org/hashicorp/null",',
    "    ]",
    "  }",
    "}",
    "",
  ]);
});
