import type { Judgement } from "./soak-judgement";

/** Whether the timers should be others for what was seen, in words; nothing where nothing was seen. */
export function timersFor({ token }: Judgement): string | undefined {
  if (!token) return undefined;
  const { worstSilenceMilliseconds: worst, runtimeMilliseconds: runtime } = token;
  if (2 * worst <= runtime)
    return "The timers leave more than half of the token: nothing to change.";
  return (
    `The token was waited for longer than half of its time. Where that came from the line, it has to be better, or the token longer: ` +
    `npx cdktf-proxmox-wan latency, and CorosyncTuning.forWan with the longest outage as silenceMilliseconds (docs/tuning.md).`
  );
}
