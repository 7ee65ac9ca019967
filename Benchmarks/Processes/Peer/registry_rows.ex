# Registries: to find, to come and go, to reach many.
defmodule RegistryRows do
  import Peer, only: [time: 1, repeated: 2]

  def rows do
    [
      {"registry lookup", 1_000_000, &lookup/1},
      {"register + unregister", 200_000, &register/1},
      {"dispatch to 1000", 5_000, &dispatch/1},
      {"dispatch, 1000 messages", 500, &publish/1}
    ]
  end

  # The end of a registry hits those who are registered.
  defp start_rooms do
    Process.flag(:trap_exit, true)
    {:ok, registry} = Registry.start_link(keys: :unique, name: Rooms)
    keys = for number <- 0..999, do: "room #{number}"
    for {key, number} <- Enum.with_index(keys), do: {:ok, _} = Registry.register(Rooms, key, number)
    {registry, keys}
  end

  # A thousand keys, one after another.
  defp lookup(count) do
    {registry, keys} = start_rooms()
    result = time(fn -> repeated(div(count, length(keys)), fn -> find(keys) end) end)
    Supervisor.stop(registry)
    result
  end

  defp find([]), do: :ok

  defp find([key | keys]) do
    [{_, _}] = Registry.lookup(Rooms, key)
    find(keys)
  end

  defp register(count) do
    {:ok, registry} = Registry.start_link(keys: :unique, name: Rooms)

    result =
      time(fn ->
        repeated(count, fn ->
          {:ok, _} = Registry.register(Rooms, "lobby", count)
          Registry.unregister(Rooms, "lobby")
        end)
      end)

    Supervisor.stop(registry)
    result
  end

  # To look at a thousand entries.
  defp dispatch(count) do
    Process.flag(:trap_exit, true)
    {:ok, registry} = Registry.start_link(keys: :duplicate, name: Topics)
    for number <- 0..999, do: {:ok, _} = Registry.register(Topics, "news", number)

    result =
      time(fn ->
        repeated(count, fn ->
          Registry.dispatch(Topics, "news", fn entries ->
            499_500 = sum(entries, 0)
          end)
        end)
      end)

    Supervisor.stop(registry)
    result
  end

  defp sum([], total), do: total
  defp sum([{_, value} | entries], total), do: sum(entries, total + value)

  # To send to a thousand processes, until all have it.
  defp publish(count) do
    {:ok, registry} = Registry.start_link(keys: :duplicate, name: Topics)
    parent = self()

    subscribers =
      for _ <- 1..1000 do
        {subscriber, monitor} =
          spawn_monitor(fn ->
            {:ok, _} = Registry.register(Topics, "news", nil)
            send(parent, :ready)
            repeated(count, fn -> receive do: (:news -> :ok) end)
          end)

        receive do: (:ready -> :ok)
        {subscriber, monitor}
      end

    result =
      time(fn ->
        repeated(count, fn ->
          Registry.dispatch(Topics, "news", fn entries ->
            for {subscriber, _} <- entries, do: send(subscriber, :news)
          end)
        end)

        for {_, monitor} <- subscribers do
          receive do: ({:DOWN, ^monitor, _, _, _} -> :ok)
        end
      end)

    Supervisor.stop(registry)
    result
  end
end
