/** A look at the cluster from each node, again and again: docs/steps/watch.md. Guide step 7. */
export interface WatchProps {
  /**
   * Seconds from one look to the next, 10 to 3600.
   * @default 60
   */
  readonly intervalSeconds?: number;
  /**
   * Absolute path of a program on the nodes that is told what has changed: one line for each change on its standard input. It has 30 seconds, and is
   * called again at the next look when it fails.
   * @default - nobody is told; the journal has it all the same
   */
  readonly alertCommand?: string;
  /**
   * A systemd service on the nodes that is started when something has changed; it reads the lines in `/var/lib/pve-wan/watch/report`. systemd.unit(5).
   * @default - none
   */
  readonly alertUnit?: string;
  /**
   * Folder for the values of now, in the words of Prometheus: the textfile folder of node_exporter.
   * @default - no values are written
   */
  readonly metricsDirectory?: string;
}
