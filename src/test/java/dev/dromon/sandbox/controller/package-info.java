/**
 * The controllers of the sandbox: what kube-controller-manager, kube-scheduler and kubelet do to Deployments, ReplicaSets, StatefulSets, DaemonSets, Jobs and
 * pods, as far as somebody who waits for them can see it. They hear of changes from the server, read and write through a plain client, and run one after the
 * other on one thread. A pod binds and gets ready at once, but never while it has a scheduling gate; containers do not run.
 */
package dev.dromon.sandbox.controller;
