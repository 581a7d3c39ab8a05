/**
 * The rules that the source tree keeps, checked on the compiled classes of every module: who may use whom, what
 * deterministic code may not do, and how a package presents itself. The table in {@link FolderTable} is the one place
 * that says who may use whom; the architecture document explains it. What a call is forbidden to be stands in
 * {@code services/deterministic-apis.txt}.
 */
@org.jspecify.annotations.NullMarked
package dev.causality.architecture;
