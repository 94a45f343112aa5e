/**
 * The command line {@code crawl}: what a person types, what it answers, and with which exit code.
 *
 * <p>Owns the words of the commands and the exit codes. The work itself is done by the packages beneath, one for each group of commands: {@code check},
 * {@code local}, {@code cluster}. The only module that writes to standard output.
 */
@NullMarked
package io.crawljob.cli;

import org.jspecify.annotations.NullMarked;
