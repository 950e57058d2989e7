import { dependable, type ITerraformDependable, TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/**
 * References between resources of one stack, as plain text.
 *
 * cdktf's own references are tokens, and it records the whole call stack for each: with 32 nodes there are thousands, and they are most of
 * what synthesis takes.
 */
function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}`;
}

/** An expression for an attribute of a resource, to stand between `${` and `}`. */
export function attribute(resource: TerraformResource, path: string): string {
  return `${addressOf(resource)}${path}`;
}

/** What a resource waits for, without repetition. Only a token can name a resource of another stack. */
export function dependencies(scope: Construct, all: ITerraformDependable[]): string[] {
  const stack = TerraformStack.of(scope);
  const names = all.map((one) =>
    TerraformResource.isTerraformResource(one) && one.cdktfStack === stack
      ? addressOf(one)
      : dependable(one),
  );
  return [...new Set(names)];
}
